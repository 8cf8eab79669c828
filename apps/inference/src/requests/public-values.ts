import type { Signature } from '@plumbline/registry-core';
import type { FeatureRow } from '@plumbline/serving-core';

type Flagged = Pick<Signature, 'features' | 'protectedAttributes'>;

/** Values by name, without those of features that are personal or protected. */
export function publicValues({ features, protectedAttributes }: Flagged, row: FeatureRow): Record<string, unknown> {
  const hidden = new Set(protectedAttributes.map(({ name }) => name));
  const shown = features.flatMap(({ name, personal }, i) =>
    personal === true || hidden.has(name) ? [] : [[name, row[i]] as const],
  );
  return Object.fromEntries(shown);
}
