import {
  emptyGroupCounters,
  type FairnessMeasure,
  type FairnessReport,
  fairnessReport,
  type FairnessVerdict,
  type GroupCounters,
  type GroupMetrics,
  type GroupRate,
} from '@plumbline/fairness';
import type { IntervalEstimate } from '../interval-estimate';
import type { MonitoredVersion } from '../monitored-version';
import type { MonitorPolicy } from '../policies';
import type { GroupCounts } from '../window/group-counts';
import type { WindowCounters } from '../window/window-counters';

export interface FairnessGroup {
  readonly group: string;
  readonly n: number;
  readonly state: 'ok' | 'reference' | 'violated' | 'within' | 'not_enough_evidence' | 'suppressed';
  readonly selectionRate: IntervalEstimate | null;
  /** Selection rate over that of the reference group, the one with the highest. */
  readonly ratio: IntervalEstimate | null;
  readonly truePositiveRate: IntervalEstimate | 'undefined' | null;
  readonly falsePositiveRate: IntervalEstimate | 'undefined' | null;
}

export interface AttributeFairness {
  readonly attribute: string;
  readonly verdict: FairnessVerdict;
  readonly demographicParityDifference: IntervalEstimate | null;
  readonly disparateImpact: IntervalEstimate | null;
  readonly equalOpportunityDifference: IntervalEstimate | null;
  readonly groups: FairnessGroup[];
}

const toGroupCounters = (counts: GroupCounts): GroupCounters => ({
  ...emptyGroupCounters(),
  n: counts.n,
  predictedPositive: counts.predictedPositive,
  labelled: counts.labelled,
  truePositive: counts.tp,
  falsePositive: counts.fp,
  trueNegative: counts.tn,
  falseNegative: counts.fn,
});

const known = (rate: GroupRate): IntervalEstimate | null =>
  rate.state === 'known' ? { estimate: rate.estimate, low: rate.lower, high: rate.upper, n: rate.trials } : null;

const knownOrUndefined = (rate: GroupRate): IntervalEstimate | 'undefined' | null =>
  rate.state === 'undefined' ? 'undefined' : known(rate);

function findingOf(report: FairnessReport, measure: FairnessMeasure, n: number): IntervalEstimate | null {
  const finding = report.findings.find((one) => one.measure === measure);
  if (finding?.estimate === undefined) return null;
  return { estimate: finding.estimate, low: finding.lower ?? null, high: finding.upper ?? null, n };
}

function toGroup(metrics: GroupMetrics, report: FairnessReport): FairnessGroup {
  const impact = report.impact.find(({ group }) => group === metrics.group);
  const isReference = report.impact.some(({ against }) => against === metrics.group);
  const judged = impact?.verdict ?? (isReference ? 'reference' : 'ok');
  return {
    group: metrics.group,
    n: metrics.n,
    state: metrics.state === 'suppressed' ? 'suppressed' : judged,
    selectionRate: known(metrics.selectionRate),
    ratio: impact ? { estimate: impact.estimate, low: impact.lower, high: impact.upper, n: metrics.n } : null,
    truePositiveRate: knownOrUndefined(metrics.truePositiveRate),
    falsePositiveRate: knownOrUndefined(metrics.falsePositiveRate),
  };
}

/** One report a protected attribute. Small groups are suppressed; a verdict needs its whole interval beyond the limit. */
export function evaluateFairness(
  version: MonitoredVersion,
  { groups: attributeGroups }: Pick<WindowCounters, 'groups'>,
  policy: Pick<MonitorPolicy, 'fairnessMinimumRatio' | 'fairnessMinimumGroup'>,
): AttributeFairness[] {
  if (version.signature.task !== 'binary') return [];
  return version.signature.protectedAttributes.map(({ name }, k) => {
    const groups = attributeGroups[k] ?? [];
    const byGroup = Object.fromEntries(groups.map((counts) => [counts.group, toGroupCounters(counts)]));
    const report = fairnessReport(byGroup, {
      minimumGroupSize: policy.fairnessMinimumGroup,
      limits: { demographicParityRatio: policy.fairnessMinimumRatio },
    });
    const judged = report.groups.filter(({ state }) => state === 'known');
    const n = judged.reduce((sum, group) => sum + group.n, 0);
    const labelled = judged.reduce((sum, group) => sum + group.labelled, 0);
    return {
      attribute: name,
      verdict: report.verdict,
      demographicParityDifference: findingOf(report, 'demographicParityDifference', n),
      disparateImpact: findingOf(report, 'demographicParityRatio', n),
      equalOpportunityDifference: findingOf(report, 'equalOpportunityDifference', labelled),
      groups: report.groups.map((metrics) => toGroup(metrics, report)),
    };
  });
}
