import { sampleRatioMismatch, twoSidedHalfWidth } from '@plumbline/stats';
import type { Rollout } from '../rollout';
import type { RolloutEvidence } from '../comparisons/evidence';

const ALPHA = 0.001;
const MINIMUM_PREDICTIONS = 200;
const TUNING_N = 1000;

export interface SampleRatioCheck {
  readonly pValue: number | null;
  readonly mismatch: boolean;
}

const NOTHING_TO_COMPARE: SampleRatioCheck = { pValue: null, mismatch: false };

/**
 * Do all sides have the share that was set? The chi-square p-value is for one look; a controller looks all the time, so a
 * mismatch also needs a set share outside the time-uniform confidence sequence of its side at alpha 0.001.
 *
 * @param counts rows of each side, in the order of `sharesPercent`
 * @param sharesPercent set shares, above 0, summing to 100
 * @example checkSampleRatio([897, 103], [90, 10]).mismatch === false
 */
export function checkSampleRatio(counts: readonly number[], sharesPercent: readonly number[]): SampleRatioCheck {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0 || counts.length < 2) return NOTHING_TO_COMPARE;
  const { pValue } = sampleRatioMismatch(counts, sharesPercent);
  const isOutside = counts.some((count, i) => {
    const share = (sharesPercent[i] as number) / 100;
    const standardError = Math.sqrt((share * (1 - share)) / total);
    const halfWidth = standardError * twoSidedHalfWidth(total, { alpha: ALPHA, tuningN: TUNING_N });
    return Math.abs(count / total - share) > halfWidth;
  });
  return { pValue, mismatch: total >= MINIMUM_PREDICTIONS && pValue < ALPHA && isOutside };
}

/**
 * The check for a step. Rows that a side should have answered and could not are counted with it, since failing is not being
 * routed elsewhere: the error rate judges that.
 */
export function stepSampleRatio(rollout: Rollout, { step, serving }: RolloutEvidence): SampleRatioCheck {
  const missed = (version: number) =>
    serving
      .filter(
        (count) => count.stepIndex === rollout.stepIndex && count.version === version && count.role === 'answering',
      )
      .reduce((sum, { failed, invalid }) => sum + failed + invalid, 0);
  const { strategy, championVersion, candidateVersion, sharePercent, arms } = rollout;
  if (strategy === 'ab') {
    const counts = arms.map(({ version }) => (step.byVersion?.get(version) ?? 0) + missed(version));
    const answered = arms.reduce((sum, { version }) => sum + (step.byVersion?.get(version) ?? 0), 0);
    const shares = arms.map((arm) => arm.sharePercent);
    const left = shares.reduce((rest, share) => rest - share, 100);
    return checkSampleRatio([step.total - answered + missed(championVersion), ...counts], [left, ...shares]);
  }
  if (sharePercent <= 0 || sharePercent >= 100) return NOTHING_TO_COMPARE;
  return checkSampleRatio(
    [step.total - step.candidate + missed(championVersion), step.candidate + missed(candidateVersion)],
    [100 - sharePercent, sharePercent],
  );
}
