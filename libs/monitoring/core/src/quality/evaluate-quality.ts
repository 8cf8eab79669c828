import { benjaminiHochberg } from '@plumbline/stats';
import type { EventTimeRange } from '../drift/evaluate-drift';
import type { MonitoredVersion } from '../monitored-version';
import type { MonitorPolicy } from '../policies';
import type { WindowCounters } from '../window/window-counters';
import { featureChecks, type RateEvidence, ratePValue, toRateCheck } from './feature-checks';
import type { QualityCounts } from './quality-counts';
import type { QualityCheck, QualityReport, QualityVerdict } from './quality-report';
import { type VolumeEvidence, volumeEvidence } from './volume-check';

export type QualityPolicy = Pick<MonitorPolicy, 'alpha' | 'minimumRows' | 'qualityTolerance' | 'volumeFactor'>;

/** Rows of the newest window and of those before it, of all versions of the model; see `volumeEvidence`. */
export interface WindowVolumes {
  readonly rows: number;
  readonly earlier: readonly number[];
}

function rateEvidence(version: MonitoredVersion, counters: WindowCounters, tolerance: number): RateEvidence[] {
  const { quality } = counters;
  if (quality === undefined) return [];
  const profiles = new Map(version.reference?.features.map((profile) => [profile.feature, profile]));
  // A window from before quality was counted may be merged with later ones: only rows that were looked at are judged.
  return version.signature.features.flatMap((feature, i) => {
    const counts = quality.features[i] as QualityCounts;
    return featureChecks({ feature, profile: profiles.get(feature.name), rows: quality.rows, counts, tolerance });
  });
}

function toVolumeCheck(
  { rows }: WindowVolumes,
  found: VolumeEvidence | null,
  adjustedPValue: number | null,
  { alpha, volumeFactor }: QualityPolicy,
): QualityCheck {
  const isFar = found !== null && (rows * volumeFactor <= found.usual || rows >= found.usual * volumeFactor);
  const violated = adjustedPValue !== null && adjustedPValue < alpha && isFar;
  return {
    ...{ check: 'volume', feature: null, examples: [] },
    verdict: found === null ? 'not_enough_evidence' : violated ? 'violated' : 'within',
    observed: { estimate: rows, low: found?.low ?? null, high: found?.high ?? null, n: rows },
    expected: found?.usual ?? null,
    limit: found === null ? null : rows < found.usual ? found.usual / volumeFactor : found.usual * volumeFactor,
    ...{ pValue: found?.pValue ?? null, adjustedPValue, basis: found === null ? 'none' : 'earlier_windows' },
  };
}

function overall(checks: readonly QualityCheck[]): QualityVerdict {
  if (checks.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return checks.some(({ verdict, check }) => verdict === 'within' && check !== 'volume')
    ? 'within'
    : 'not_enough_evidence';
}

/**
 * Data quality of merged windows, without a reference where the signature suffices. Every check is a share against what
 * the reference or the signature lets expect, with its law; all p-values together are corrected by
 * Benjamini-Hochberg, so that a window in which nothing is wrong raises any alarm with a chance of at most alpha.
 */
export function evaluateQuality(
  version: MonitoredVersion,
  counters: WindowCounters,
  policy: QualityPolicy,
  { fromMs, toMs }: EventTimeRange,
  volumes: WindowVolumes,
): QualityReport {
  const limits = { ...policy, tolerance: policy.qualityTolerance };
  const rates = rateEvidence(version, counters, limits.tolerance);
  const volume = volumeEvidence(volumes.rows, volumes.earlier, policy.alpha);
  const pValues = [...rates.map((rate) => ratePValue(rate, limits)), volume?.pValue ?? null];
  const tested = pValues.flatMap((p, i) => (p === null ? [] : [{ p, i }]));
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  const adjustedOf = new Map(tested.map(({ i }, k) => [i, adjusted[k] as number]));
  const checks = [
    ...rates.map((rate, i) => toRateCheck(rate, pValues[i] ?? null, adjustedOf.get(i) ?? null, limits)),
    toVolumeCheck(volumes, volume, adjustedOf.get(rates.length) ?? null, policy),
  ];
  return {
    ...{ model: version.model, version: version.version },
    ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
    ...{ verdict: overall(checks), rows: counters.predictions, alpha: policy.alpha, checks },
  };
}
