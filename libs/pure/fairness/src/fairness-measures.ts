import {
  type ComparableRates,
  comparableRates,
  largestOf,
  type PairInterval,
  pairwise,
  smallestOf,
} from './group-comparison';
import type { GroupMetrics } from './group-metrics';

export const FAIRNESS_MEASURES = [
  'demographicParityDifference',
  'demographicParityRatio',
  'equalOpportunityDifference',
  'falsePositiveRateDifference',
  'equalizedOddsDifference',
  'averageOddsDifference',
  'predictiveParityDifference',
] as const;
export type FairnessMeasure = (typeof FAIRNESS_MEASURES)[number];

export interface MeasureEstimate {
  /** Undefined when fewer than two groups can be compared, or when no one at all was selected (ratio). */
  readonly extreme: PairInterval | undefined;
  readonly leftOut: ComparableRates['leftOut'];
}

const absolute = (pair: PairInterval): { estimate: number; lower: number; upper: number } => ({
  estimate: Math.abs(pair.estimate),
  lower: Math.max(0, pair.lower, -pair.upper),
  upper: Math.max(Math.abs(pair.lower), Math.abs(pair.upper)),
});

/** Mean of the absolute TPR and FPR differences of each pair; its interval is the mean of the two. */
function averageOdds(truePositive: readonly PairInterval[], falsePositive: readonly PairInterval[]): PairInterval[] {
  return truePositive.flatMap((pair) => {
    const other = falsePositive.find((f) => f.group === pair.group && f.against === pair.against);
    if (other === undefined) return [];
    const [t, f] = [absolute(pair), absolute(other)];
    const mean = (key: 'estimate' | 'lower' | 'upper'): number => (t[key] + f[key]) / 2;
    return [
      {
        group: pair.group,
        against: pair.against,
        estimate: mean('estimate'),
        lower: mean('lower'),
        upper: mean('upper'),
      },
    ];
  });
}

function union(a: ComparableRates['leftOut'], b: ComparableRates['leftOut']): ComparableRates['leftOut'] {
  return [...a, ...b.filter(({ group }) => !a.some((known) => known.group === group))];
}

/**
 * Gaps between groups, each with an interval at level 1 - alpha that allows for having picked the extreme pair:
 * demographic parity difference (largest selection-rate gap, 0 is fair) and ratio (smallest rate over largest: the
 * four-fifths disparate impact, 1 is fair); equal opportunity difference (TPR gap); equalized odds difference (larger
 * of TPR and FPR gap, Fairlearn's worst case); average odds difference (largest over pairs of the mean absolute TPR and
 * FPR difference, AIF360's `average_abs_odds_difference` without a privileged group); predictive parity (precision gap).
 */
export function fairnessMeasures(
  groups: readonly GroupMetrics[],
  alpha: number,
): Record<FairnessMeasure, MeasureEstimate> {
  const selection = comparableRates(groups, 'selectionRate');
  const truePositive = comparableRates(groups, 'truePositiveRate');
  const falsePositive = comparableRates(groups, 'falsePositiveRate');
  const precision = comparableRates(groups, 'precision');
  const gap = (rates: ComparableRates): MeasureEstimate => ({
    extreme: largestOf(pairwise(rates, 'difference', alpha)),
    leftOut: rates.leftOut,
  });
  const truePairs = pairwise(truePositive, 'difference', alpha / 2);
  const falsePairs = pairwise(falsePositive, 'difference', alpha / 2);
  const bothLeftOut = union(truePositive.leftOut, falsePositive.leftOut);
  const bothKnown = truePairs.length > 0 && falsePairs.length > 0;
  return {
    demographicParityDifference: gap(selection),
    demographicParityRatio: { extreme: smallestOf(pairwise(selection, 'ratio', alpha)), leftOut: selection.leftOut },
    equalOpportunityDifference: gap(truePositive),
    falsePositiveRateDifference: gap(falsePositive),
    equalizedOddsDifference: {
      extreme: bothKnown ? largestOf([...truePairs, ...falsePairs]) : undefined,
      leftOut: bothLeftOut,
    },
    averageOddsDifference: { extreme: largestOf(averageOdds(truePairs, falsePairs)), leftOut: bothLeftOut },
    predictiveParityDifference: gap(precision),
  };
}
