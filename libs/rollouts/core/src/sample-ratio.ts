import { sampleRatioMismatch, twoSidedHalfWidth } from '@plumbline/stats';

const ALPHA = 0.001;
const MINIMUM_PREDICTIONS = 200;
const TUNING_N = 1000;

export interface SampleRatioCheck {
  readonly pValue: number | null;
  readonly mismatch: boolean;
}

/**
 * Is the candidate's actual share the one that was set? The chi-square p-value is for one look; a controller looks all the
 * time, so a mismatch also needs the set share outside the time-uniform confidence sequence at alpha 0.001.
 *
 * @param sharePercent the set share, 0..100; at 0 and 100 there is nothing to compare
 * @example checkSampleRatio({ total: 1000, candidate: 103 }, 10).mismatch === false
 */
export function checkSampleRatio(step: { total: number; candidate: number }, sharePercent: number): SampleRatioCheck {
  if (step.total === 0 || sharePercent <= 0 || sharePercent >= 100) return { pValue: null, mismatch: false };
  const share = sharePercent / 100;
  const { pValue } = sampleRatioMismatch([step.total - step.candidate, step.candidate], [1 - share, share]);
  const standardError = Math.sqrt((share * (1 - share)) / step.total);
  const halfWidth = standardError * twoSidedHalfWidth(step.total, { alpha: ALPHA, tuningN: TUNING_N });
  const outside = Math.abs(step.candidate / step.total - share) > halfWidth;
  return { pValue, mismatch: step.total >= MINIMUM_PREDICTIONS && pValue < ALPHA && outside };
}
