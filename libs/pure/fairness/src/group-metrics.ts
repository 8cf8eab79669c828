import { histogramCalibrationError, type Interval, wilsonInterval } from '@plumbline/stats';
import type { GroupCounters } from './group-counters';

export type UndefinedReason =
  'no_predictions' | 'no_labels' | 'no_positives' | 'no_negatives' | 'no_predicted_positives';

/** A rate with its Wilson interval; 'suppressed' when the group is too small to show, 'undefined' when 0/0: never 0. */
export type GroupRate =
  | (Interval & { readonly state: 'known'; readonly successes: number; readonly trials: number })
  | { readonly state: 'suppressed' }
  | { readonly state: 'undefined'; readonly reason: UndefinedReason };

export const GROUP_RATES = ['selectionRate', 'truePositiveRate', 'falsePositiveRate', 'precision'] as const;
export type GroupRateName = (typeof GROUP_RATES)[number];

export interface GroupMetrics extends Readonly<Record<GroupRateName, GroupRate>> {
  readonly group: string;
  readonly state: 'known' | 'suppressed';
  readonly n: number;
  readonly labelled: number;
  readonly meanScore: number | undefined;
  /** Expected calibration error, 10 equal-count bins; undefined while suppressed or without labelled probabilities. */
  readonly calibrationError: number | undefined;
}

export interface GroupMetricsOptions {
  /** Groups with fewer predictions, and label-based rates with fewer labels, are suppressed. */
  readonly minimumGroupSize?: number;
  readonly alpha?: number;
}

export const DEFAULT_MINIMUM_GROUP_SIZE = 30;

interface Fraction {
  readonly successes: number;
  readonly trials: number;
  /** Rows behind the rate, which decide on suppression. */
  readonly rows: number;
  readonly whenEmpty: UndefinedReason;
}

function fractionsOf(c: GroupCounters): Record<GroupRateName, Fraction> {
  const labelled = { rows: c.labelled };
  const why = (reason: UndefinedReason): UndefinedReason => (c.labelled === 0 ? 'no_labels' : reason);
  return {
    selectionRate: { successes: c.predictedPositive, trials: c.n, rows: c.n, whenEmpty: 'no_predictions' },
    truePositiveRate: {
      ...labelled,
      successes: c.truePositive,
      trials: c.truePositive + c.falseNegative,
      whenEmpty: why('no_positives'),
    },
    falsePositiveRate: {
      ...labelled,
      successes: c.falsePositive,
      trials: c.falsePositive + c.trueNegative,
      whenEmpty: why('no_negatives'),
    },
    precision: {
      ...labelled,
      successes: c.truePositive,
      trials: c.truePositive + c.falsePositive,
      whenEmpty: why('no_predicted_positives'),
    },
  };
}

/**
 * Rates of one group: selection rate = decided 1 / n; TPR = TP/(TP+FN); FPR = FP/(FP+TN); precision = TP/(TP+FP), each
 * in [0, 1] with its Wilson interval at level 1 - alpha. A group without positives has an undefined TPR, not 0.
 */
export function groupMetrics(
  group: string,
  counters: GroupCounters,
  { minimumGroupSize = DEFAULT_MINIMUM_GROUP_SIZE, alpha = 0.05 }: GroupMetricsOptions = {},
): GroupMetrics {
  const suppressed = counters.n < minimumGroupSize;
  const fractions = fractionsOf(counters);
  const rate = (name: GroupRateName): GroupRate => {
    const { successes, trials, rows, whenEmpty } = fractions[name];
    if (suppressed) return { state: 'suppressed' };
    if (rows === 0) return { state: 'undefined', reason: whenEmpty };
    if (rows < minimumGroupSize) return { state: 'suppressed' };
    if (trials === 0) return { state: 'undefined', reason: whenEmpty };
    return { state: 'known', successes, trials, ...wilsonInterval(successes, trials, alpha) };
  };
  const hideLabels = suppressed || counters.labelled < minimumGroupSize;
  return {
    group,
    state: suppressed ? 'suppressed' : 'known',
    n: counters.n,
    labelled: counters.labelled,
    selectionRate: rate('selectionRate'),
    truePositiveRate: rate('truePositiveRate'),
    falsePositiveRate: rate('falsePositiveRate'),
    precision: rate('precision'),
    meanScore: suppressed || counters.scored === 0 ? undefined : counters.scoreSum / counters.scored,
    calibrationError: hideLabels ? undefined : histogramCalibrationError(counters.calibration),
  };
}
