import { groupOfValue } from '@plumbline/monitoring-core';
import type { Signature } from '@plumbline/registry-core';
import type { LabelledRow } from '../snapshot/data-snapshot';

type GroupSelections = Record<string, Record<string, { n: number; selected: number }>>;

/** How often each protected group is selected (score at or above the threshold) on these rows. */
export function groupSelections(
  signature: Signature,
  rows: readonly LabelledRow[],
  scores: Float64Array,
): GroupSelections {
  const result: GroupSelections = {};
  for (const attribute of signature.protectedAttributes) {
    const index = signature.features.findIndex(({ name }) => name === attribute.name);
    const groups: GroupSelections[string] = (result[attribute.name] = {});
    rows.forEach((row, i) => {
      const value = attribute.source === 'feature' ? row.features[index] : row.attributes?.[attribute.name];
      const counts = (groups[groupOfValue(attribute, value)] ??= { n: 0, selected: 0 });
      counts.n += 1;
      if ((scores[i] ?? 0) >= signature.output.threshold) counts.selected += 1;
    });
  }
  return result;
}
