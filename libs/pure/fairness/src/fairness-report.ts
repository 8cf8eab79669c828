import { ratioInterval } from '@plumbline/stats';
import { type FairnessMeasure, FAIRNESS_MEASURES, fairnessMeasures, type MeasureEstimate } from './fairness-measures';
import { comparableRates, pairCount } from './group-comparison';
import type { GroupCounters } from './group-counters';
import { DEFAULT_MINIMUM_GROUP_SIZE, type GroupMetrics, groupMetrics } from './group-metrics';

export type FairnessVerdict = 'violated' | 'within' | 'not_enough_evidence';

export interface FairnessFinding {
  readonly measure: FairnessMeasure;
  readonly limit: number;
  readonly verdict: FairnessVerdict;
  readonly estimate: number | undefined;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  /** The pair of groups furthest apart. */
  readonly group: string | undefined;
  readonly against: string | undefined;
  readonly leftOut: MeasureEstimate['leftOut'];
}

/** Selection rate of a group over that of the reference group: the four-fifths rule, one group at a time. */
export interface GroupImpact {
  readonly group: string;
  readonly against: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly verdict: FairnessVerdict;
}

export interface FairnessReport {
  readonly version: 1;
  readonly verdict: FairnessVerdict;
  readonly alpha: number;
  readonly comparisonAlpha: number;
  readonly minimumGroupSize: number;
  readonly groups: GroupMetrics[];
  readonly findings: FairnessFinding[];
  readonly impact: GroupImpact[];
}

export type FairnessLimits = Partial<Record<FairnessMeasure, number>>;

export interface FairnessReportOptions {
  /** Of the rates of each group. */
  readonly alpha?: number;
  /** Of the comparisons: less than `alpha` where several reports and measures together are one check. */
  readonly comparisonAlpha?: number;
  readonly minimumGroupSize?: number;
  /** Measures to judge; those not named are reported against the default limits. */
  readonly limits?: FairnessLimits;
  /** Measures whose verdict decides the report's; by default the disparate impact alone. */
  readonly deciding?: readonly FairnessMeasure[];
  /** Reference of `impact`; by default the group with the largest selection rate. */
  readonly referenceGroup?: string;
}

export const DEFAULT_FAIRNESS_LIMITS: Readonly<Record<FairnessMeasure, number>> = {
  demographicParityDifference: 0.1,
  demographicParityRatio: 0.8,
  equalOpportunityDifference: 0.1,
  falsePositiveRateDifference: 0.1,
  equalizedOddsDifference: 0.1,
  averageOddsDifference: 0.1,
  predictiveParityDifference: 0.1,
};

/** Violated only when the whole interval lies beyond the limit, within only when the whole interval lies inside it. */
function judge(lower: number, upper: number, limit: number, smallIsFair: boolean): FairnessVerdict {
  if (smallIsFair ? lower > limit : upper < limit) return 'violated';
  return (smallIsFair ? upper <= limit : lower >= limit) ? 'within' : 'not_enough_evidence';
}

function toFinding(measure: FairnessMeasure, { extreme, leftOut }: MeasureEstimate, limit: number): FairnessFinding {
  const verdict =
    extreme === undefined
      ? 'not_enough_evidence'
      : judge(extreme.lower, extreme.upper, limit, measure !== 'demographicParityRatio');
  const { estimate, lower, upper, group, against } = extreme ?? {};
  return { measure, limit, verdict, estimate, lower, upper, group, against, leftOut };
}

function groupImpact(groups: readonly GroupMetrics[], limit: number, alpha: number, named?: string): GroupImpact[] {
  const { known } = comparableRates(groups, 'selectionRate');
  const best = known.reduce((a, b) => (b.rate.estimate > a.rate.estimate ? b : a), known[0] as (typeof known)[number]);
  const reference = named === undefined ? best : known.find(({ group }) => group === named);
  if (reference === undefined) return [];
  const comparisons = named === undefined ? pairCount(known.length) : known.length - 1;
  return known.flatMap(({ group, rate }) => {
    const ratio = group === reference.group ? undefined : ratioInterval(rate, reference.rate, alpha / comparisons);
    if (ratio === undefined) return [];
    return [{ group, against: reference.group, ...ratio, verdict: judge(ratio.lower, ratio.upper, limit, false) }];
  });
}

/**
 * Fairness of one attribute over its groups, from counters alone. Groups smaller than `minimumGroupSize` are
 * suppressed; a group without positives has no TPR and is named in `leftOut`. Every measure carries its interval at
 * level 1 - comparisonAlpha, held by all pairs of groups at once, and one of three answers: violated, within, not enough
 * evidence. The report is violated if a deciding measure is, within if all deciding ones are.
 * Example: 60/100 selected in one group, 20/100 in another -> ratio 0.333, upper end 0.52 < 0.8: violated.
 */
export function fairnessReport(
  counters: Readonly<Record<string, GroupCounters>>,
  options: FairnessReportOptions = {},
): FairnessReport {
  const { alpha = 0.05, comparisonAlpha = alpha, minimumGroupSize = DEFAULT_MINIMUM_GROUP_SIZE } = options;
  const limits = { ...DEFAULT_FAIRNESS_LIMITS, ...options.limits };
  const deciding = options.deciding ?? ['demographicParityRatio'];
  const groups = Object.keys(counters)
    .sort()
    .map((group) => groupMetrics(group, counters[group] as GroupCounters, { minimumGroupSize, alpha }));
  const measures = fairnessMeasures(groups, comparisonAlpha);
  const findings = FAIRNESS_MEASURES.map((measure) => toFinding(measure, measures[measure], limits[measure]));
  const verdicts = findings.filter(({ measure }) => deciding.includes(measure)).map(({ verdict }) => verdict);
  const within = verdicts.length > 0 && verdicts.every((verdict) => verdict === 'within');
  return {
    version: 1,
    verdict: verdicts.includes('violated') ? 'violated' : within ? 'within' : 'not_enough_evidence',
    alpha,
    comparisonAlpha,
    minimumGroupSize,
    groups,
    findings,
    impact: groupImpact(groups, limits.demographicParityRatio, comparisonAlpha, options.referenceGroup),
  };
}
