import {
  type FairnessFinding,
  type FairnessMeasure,
  type FairnessReport,
  type FairnessVerdict,
  GROUP_RATES,
  type GroupMetrics,
  type GroupRate,
  type GroupRateName,
  type UndefinedReason,
} from '@plumbline/fairness';
import type { IntervalEstimate } from '../interval-estimate';

type Rate = IntervalEstimate | 'undefined' | null;

interface FairnessGroup {
  readonly group: string;
  readonly n: number;
  readonly labelled: number;
  readonly state: 'ok' | 'reference' | 'violated' | 'within' | 'not_enough_evidence' | 'suppressed';
  readonly selectionRate: IntervalEstimate | null;
  /** Selection rate over that of the reference group, the one with the highest. */
  readonly ratio: IntervalEstimate | null;
  readonly truePositiveRate: Rate;
  readonly falsePositiveRate: Rate;
  readonly precision: Rate;
  /** Expected calibration error over ten equal-count runs of score bins. */
  readonly calibrationError: number | null;
  /** Why a rate has no value: 0 of 0 is not 0. */
  readonly undefinedBecause: Readonly<Partial<Record<GroupRateName, UndefinedReason>>>;
}

/** A gap between groups over all of an attribute, at the alpha of the whole check. */
interface FairnessMeasured {
  readonly measure: FairnessMeasure;
  readonly limit: number;
  /** A limit of the policy, not only shown against the customary one. */
  readonly decides: boolean;
  readonly verdict: FairnessVerdict;
  readonly value: IntervalEstimate | null;
  /** The groups furthest apart. */
  readonly group: string | null;
  readonly against: string | null;
  readonly leftOut: readonly { readonly group: string; readonly reason: UndefinedReason | 'suppressed' }[];
}

export interface AttributeFairness {
  /** A protected attribute, or two crossed as in `age & sex`. */
  readonly attribute: string;
  readonly kind: 'attribute' | 'intersection';
  readonly verdict: FairnessVerdict;
  readonly demographicParityDifference: IntervalEstimate | null;
  readonly disparateImpact: IntervalEstimate | null;
  readonly equalOpportunityDifference: IntervalEstimate | null;
  readonly measures: FairnessMeasured[];
  readonly groups: FairnessGroup[];
}

const known = (rate: GroupRate): IntervalEstimate | null =>
  rate.state === 'known' ? { estimate: rate.estimate, low: rate.lower, high: rate.upper, n: rate.trials } : null;

const knownOrUndefined = (rate: GroupRate): Rate => (rate.state === 'undefined' ? 'undefined' : known(rate));

function undefinedBecause(metrics: GroupMetrics): FairnessGroup['undefinedBecause'] {
  const reasons: Partial<Record<GroupRateName, UndefinedReason>> = {};
  for (const name of GROUP_RATES) {
    const rate = metrics[name];
    if (rate.state === 'undefined') reasons[name] = rate.reason;
  }
  return reasons;
}

/** An infinite end, of a ratio to a rate that may be 0, is not known. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function toGroup(metrics: GroupMetrics, report: FairnessReport): FairnessGroup {
  const impact = report.impact.find(({ group }) => group === metrics.group);
  const isReference = report.impact.some(({ against }) => against === metrics.group);
  const judged = impact?.verdict ?? (isReference ? 'reference' : 'ok');
  return {
    group: metrics.group,
    n: metrics.n,
    labelled: metrics.labelled,
    state: metrics.state === 'suppressed' ? 'suppressed' : judged,
    selectionRate: known(metrics.selectionRate),
    ratio: impact ? { estimate: impact.estimate, low: impact.lower, high: finite(impact.upper), n: metrics.n } : null,
    truePositiveRate: knownOrUndefined(metrics.truePositiveRate),
    falsePositiveRate: knownOrUndefined(metrics.falsePositiveRate),
    precision: knownOrUndefined(metrics.precision),
    calibrationError: metrics.calibrationError ?? null,
    undefinedBecause: undefinedBecause(metrics),
  };
}

const OF_SELECTION: ReadonlySet<FairnessMeasure> = new Set(['demographicParityDifference', 'demographicParityRatio']);

function toMeasured(finding: FairnessFinding, report: FairnessReport, decides: boolean): FairnessMeasured {
  const { measure, limit, verdict, estimate, lower, upper, group, against, leftOut } = finding;
  const judged = report.groups.filter(({ state }) => state === 'known');
  const rows = OF_SELECTION.has(measure) ? judged.map(({ n }) => n) : judged.map(({ labelled }) => labelled);
  const n = rows.reduce((sum, count) => sum + count, 0);
  const value = estimate === undefined ? null : { estimate, low: lower ?? null, high: upper ?? null, n };
  return { measure, limit, decides, verdict, value, group: group ?? null, against: against ?? null, leftOut };
}

export function toAttributeFairness(
  { attribute, kind }: Pick<AttributeFairness, 'attribute' | 'kind'>,
  report: FairnessReport,
  deciding: readonly FairnessMeasure[],
): AttributeFairness {
  const measures = report.findings.map((finding) => toMeasured(finding, report, deciding.includes(finding.measure)));
  const valueOf = (name: FairnessMeasure): IntervalEstimate | null =>
    measures.find(({ measure }) => measure === name)?.value ?? null;
  return {
    attribute,
    kind,
    verdict: report.verdict,
    demographicParityDifference: valueOf('demographicParityDifference'),
    disparateImpact: valueOf('demographicParityRatio'),
    equalOpportunityDifference: valueOf('equalOpportunityDifference'),
    measures,
    groups: report.groups.map((metrics) => toGroup(metrics, report)),
  };
}
