import { emptyGroupCounters, fairnessReport, type GroupCounters } from '@plumbline/fairness';
import type { CalibrationCells, CalibrationHistogram } from '@plumbline/stats';
import type { MonitoredVersion } from '../monitored-version';
import type { MonitorPolicy } from '../policies';
import type { GroupCounts } from '../window/group-counts';
import type { WindowCounters } from '../window/window-counters';
import { type AttributeFairness, toAttributeFairness } from './attribute-fairness';
import { limitsOf } from './fairness-limits';

/** False alarms of one check, over all attributes, intersections, measures and pairs of groups together. */
const CHECK_ALPHA = 0.05;

type FairnessCounts = Pick<WindowCounters, 'groups' | 'intersections'>;
type FairnessPolicy = Pick<MonitorPolicy, 'fairnessMinimumRatio' | 'fairnessMinimumGroup' | 'fairness'>;

const toHistogram = ({ rows, sums, positives }: CalibrationCells): CalibrationHistogram => ({
  positives,
  negatives: rows.map((count, i) => count - (positives[i] as number)),
  probabilitySums: sums,
});

/** Decisions of the one, labels of the other. */
function toGroupCounters(decided: GroupCounts, labelled: GroupCounts | undefined): GroupCounters {
  const counters = { ...emptyGroupCounters(), n: decided.n, predictedPositive: decided.predictedPositive };
  if (labelled === undefined) return counters;
  const { tp, fp, tn, fn, calibration } = labelled;
  return {
    ...counters,
    labelled: labelled.labelled,
    ...{ truePositive: tp, falsePositive: fp, trueNegative: tn, falseNegative: fn },
    ...(calibration && { calibration: toHistogram(calibration) }),
  };
}

interface Attribute extends Pick<AttributeFairness, 'attribute' | 'kind'> {
  readonly counters: Readonly<Record<string, GroupCounters>>;
}

function attributesOf(
  { signature, intersections }: MonitoredVersion,
  counts: FairnessCounts,
  labelled: FairnessCounts,
): Attribute[] {
  const names = signature.protectedAttributes.map(({ name }) => name);
  const merged = (decided: readonly GroupCounts[] = [], known: readonly GroupCounts[] = []) =>
    Object.fromEntries(
      decided.map((one) => [
        one.group,
        toGroupCounters(
          one,
          known.find(({ group }) => group === one.group),
        ),
      ]),
    );
  return [
    ...names.map((attribute, k) => ({
      attribute,
      kind: 'attribute' as const,
      counters: merged(counts.groups[k], labelled.groups[k]),
    })),
    ...intersections.map(({ first, second }, k) => ({
      attribute: `${names[first]} & ${names[second]}`,
      kind: 'intersection' as const,
      counters: merged(counts.intersections?.[k], labelled.intersections?.[k]),
    })),
  ];
}

const isComparable = ({ counters }: Attribute, minimum: number): boolean =>
  Object.values(counters).filter(({ n }) => n >= minimum).length > 1;

/**
 * One report a protected attribute, and one an intersection of two. Small groups are suppressed; a verdict needs its whole
 * interval beyond the limit, and all verdicts of one call together alarm by chance at most 5 times in 100. Outcomes come
 * late: `labelled` are the windows that the rates of errors are of, where they are others than those of the decisions.
 */
export function evaluateFairness(
  version: MonitoredVersion,
  counts: FairnessCounts,
  policy: FairnessPolicy,
  labelled: FairnessCounts = counts,
): AttributeFairness[] {
  if (version.signature.task !== 'binary') return [];
  const minimumGroupSize = policy.fairnessMinimumGroup;
  const attributes = attributesOf(version, counts, labelled).map((one) => ({
    ...one,
    ...limitsOf(one.attribute, policy),
  }));
  const comparisons = attributes
    .filter((one) => isComparable(one, minimumGroupSize))
    .reduce((sum, { deciding }) => sum + deciding.length, 0);
  const comparisonAlpha = CHECK_ALPHA / Math.max(1, comparisons);
  return attributes.map(({ attribute, kind, counters, limits, deciding }) => {
    const report = fairnessReport(counters, { minimumGroupSize, limits, deciding, comparisonAlpha });
    return toAttributeFairness({ attribute, kind }, report, deciding);
  });
}
