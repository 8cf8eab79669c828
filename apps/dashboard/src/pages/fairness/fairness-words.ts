import type {
  FairnessAttributeView,
  FairnessCheckView,
  FairnessGroupView,
  FairnessMeasureView,
} from '@plumbline/contracts';
import type { LinePoint, LineSeries } from '@plumbline/ui';

const MEASURES: Readonly<Record<string, readonly [label: string, best: 0 | 1]>> = {
  demographicParityRatio: ['Smallest ratio of selection rates (disparate impact)', 1],
  demographicParityDifference: ['Largest difference of selection rates', 0],
  equalOpportunityDifference: ['Largest difference of true-positive rates', 0],
  falsePositiveRateDifference: ['Largest difference of false-positive rates', 0],
  equalizedOddsDifference: ['Equalized odds: the larger of the two differences above', 0],
  averageOddsDifference: ['Average odds: mean of the two', 0],
  predictiveParityDifference: ['Largest difference of precision', 0],
};

export const measureLabel = (measure: string): string => MEASURES[measure]?.[0] ?? measure;
export const bestOf = (measure: string): 0 | 1 => MEASURES[measure]?.[1] ?? 0;

const REASONS: Readonly<Record<string, string>> = {
  suppressed: 'too few rows',
  no_predictions: 'no predictions',
  no_labels: 'no known outcomes',
  no_positives: 'nobody with a positive outcome',
  no_negatives: 'nobody with a negative outcome',
  no_predicted_positives: 'nobody selected',
};

const reasonText = (reason: string): string => REASONS[reason] ?? reason.replaceAll('_', ' ');

/** @example "65+ (too few rows), 45-64 (nobody with a positive outcome)" */
export const leftOutText = (leftOut: FairnessMeasureView['leftOut']): string =>
  leftOut.map(({ group, reason }) => `${group} (${reasonText(reason)})`).join(', ');

/** Measures that the policy decides by first. */
export const inOrder = (measures: readonly FairnessMeasureView[]): FairnessMeasureView[] =>
  [...measures].sort((a, b) => Number(b.decides) - Number(a.decides));

const MOST_SERIES = 6;

/**
 * Ratio of each group to the one selected most, by check; of the groups with the smallest ratios of the last check, as more
 * lines could not be told apart.
 */
export function trendOf(history: readonly FairnessCheckView[], attribute: string) {
  const checks = history.flatMap(({ to, attributes }) => {
    const found = attributes.find((one) => one.attribute === attribute);
    return found ? [{ at: to, groups: found.groups }] : [];
  });
  const worst = [...(checks.at(-1)?.groups ?? [])]
    .sort((a, b) => (a.ratio?.estimate ?? 1) - (b.ratio?.estimate ?? 1))
    .slice(0, MOST_SERIES)
    .map(({ group }) => group);
  // A group's own name is no key: the chart takes dots and brackets in it for a path.
  const series = worst.map((group, i): LineSeries => ({ key: `group${i}`, label: group }));
  const points = checks.map(({ at, groups }): LinePoint => {
    const ratioOf = (group: string) => groups.find((one) => one.group === group)?.ratio?.estimate ?? null;
    return { at, values: Object.fromEntries(series.map(({ key, label }) => [key, ratioOf(label)])) };
  });
  return { series, points };
}

const WORST = 10;

/** Of all intersections the groups selected least, whatever their attributes, with what stays out. */
export function worstIntersections(attributes: readonly FairnessAttributeView[]) {
  const groups = attributes
    .filter(({ kind }) => kind === 'intersection')
    .flatMap(({ attribute, groups: own }) => own.map((group) => ({ ...group, attribute })));
  const shown = groups
    .filter(({ state }) => state !== 'suppressed' && state !== 'reference')
    .sort((a, b) => (a.ratio?.estimate ?? 1) - (b.ratio?.estimate ?? 1));
  return { shown: shown.slice(0, WORST), hidden: groups.filter(({ state }) => state === 'suppressed').length };
}

/** Why a rate of a group shows no number. */
export function rateReason(group: FairnessGroupView, rate: string, minimumGroup: number): string | null {
  const reason = group.undefinedBecause[rate];
  if (reason !== undefined) return `${reasonText(reason)}: not 0`;
  return group.labelled < minimumGroup && rate !== 'selectionRate'
    ? `Only ${group.labelled} known outcomes; at least ${minimumGroup} are shown.`
    : null;
}
