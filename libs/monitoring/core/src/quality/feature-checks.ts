import type { Feature } from '@plumbline/registry-core';
import { type FeatureProfile, missingIndex, type RateBaseline, rateExcess, wilsonInterval } from '@plumbline/stats';
import type { QualityCounts } from './quality-counts';
import type { QualityCheck, QualityCheckName } from './quality-report';

/** A check before the correction over all checks of the window. */
export interface RateEvidence {
  readonly check: QualityCheckName;
  readonly feature: string | null;
  /** Rows that could break the rule, and those that did. */
  readonly rows: number;
  readonly count: number;
  /** Null: there is nothing to hold the share against. */
  readonly baseline: RateBaseline | null;
  readonly basis: QualityCheck['basis'];
  readonly examples: readonly string[];
}

interface FeatureRows {
  readonly feature: Feature;
  readonly profile: FeatureProfile | undefined;
  readonly rows: number;
  readonly counts: QualityCounts;
  /** Share that a contract lets pass. */
  readonly tolerance: number;
}

type Basis = Pick<RateEvidence, 'baseline' | 'basis'>;

const NO_BASIS: Basis = { baseline: null, basis: 'none' };
const contract = (allowedShare: number): Basis => ({ baseline: { allowedShare }, basis: 'signature' });
const sampled = (count: number, rows: number): Basis => ({ baseline: { count, rows }, basis: 'reference' });

const missingOf = ({ bins, counts }: FeatureProfile): number => counts.bins[missingIndex(bins)] as number;

function missingBasis({ feature, profile, tolerance }: FeatureRows): Basis {
  if (profile !== undefined) return sampled(missingOf(profile), profile.counts.rows);
  return feature.required ? contract(tolerance) : NO_BASIS;
}

/** Beyond the extremes of m rows: two of the m + 1 gaps between them, whatever the distribution. */
function rangeBasis({ feature, profile, tolerance }: FeatureRows): Basis {
  if (profile?.summary) return sampled(1, profile.counts.rows - missingOf(profile));
  return feature.minimum === undefined && feature.maximum === undefined ? NO_BASIS : contract(tolerance);
}

/** How often a category must have occurred once, so that the next new one is no surprise (Good & Turing). */
function categoryBasis({ feature, profile, tolerance }: FeatureRows): Basis {
  if (profile?.bins.kind === 'categorical') {
    const { categories, rare } = profile.bins;
    const single = categories.filter((_, i) => (profile.counts.bins[i] as number) <= 1).length + rare.length;
    return sampled(single, profile.counts.rows - missingOf(profile));
  }
  return feature.categories === undefined ? NO_BASIS : contract(tolerance);
}

/** That all rows agree is as likely as that each falls into the heaviest cell; a signature lets nearly all agree. */
function constantBasis({ feature, profile, tolerance }: FeatureRows): Basis {
  if (profile !== undefined) {
    const present = profile.counts.bins.slice(0, missingIndex(profile.bins));
    return sampled(Math.max(0, ...present), profile.counts.rows - missingOf(profile));
  }
  const single = feature.categories?.length === 1 || (feature.minimum ?? 0) === (feature.maximum ?? 1);
  return single ? NO_BASIS : contract(1 - tolerance);
}

/** The rate checks of one feature in a window; the constant column is the rate "all rows agree". */
export function featureChecks(given: FeatureRows): RateEvidence[] {
  const { feature, rows, counts, tolerance } = given;
  const present = rows - counts.missing;
  const none: readonly string[] = [];
  const common = { feature: feature.name, rows: present, examples: none };
  const checks: RateEvidence[] = [
    { ...common, check: 'missing', rows, count: counts.missing, ...missingBasis(given) },
    { ...common, check: 'wrong_type', count: counts.wrongType, ...contract(tolerance) },
    { ...common, check: 'constant', count: counts.varies ? 0 : present, ...constantBasis(given) },
  ];
  if (feature.type === 'number' || feature.type === 'integer') {
    checks.push({ ...common, check: 'out_of_range', count: counts.outOfRange, ...rangeBasis(given) });
  }
  if (feature.type === 'category') {
    const { newCategory: count, newExamples: examples } = counts;
    checks.push({ ...common, check: 'new_category', count, examples, ...categoryBasis(given) });
  }
  return checks;
}

export interface RateLimits {
  readonly minimumRows: number;
  readonly alpha: number;
  readonly tolerance: number;
}

const expectedShare = (baseline: RateBaseline): number =>
  'allowedShare' in baseline ? baseline.allowedShare : baseline.rows === 0 ? 0 : baseline.count / baseline.rows;

/** Null where the check cannot be judged: too few rows, or nothing to hold the share against. */
export const ratePValue = ({ rows, count, baseline }: RateEvidence, { minimumRows }: RateLimits): number | null =>
  baseline === null || rows < minimumRows ? null : rateExcess(count, rows, baseline);

/** Violated needs both: a share that chance does not explain, and one that is at least `tolerance` above what is expected. */
export function toRateCheck(
  evidence: RateEvidence,
  pValue: number | null,
  adjustedPValue: number | null,
  { alpha, tolerance }: RateLimits,
): QualityCheck {
  const { check, feature, rows, count, baseline, basis, examples } = evidence;
  const { estimate, lower, upper } =
    rows > 0 ? wilsonInterval(count, rows, alpha) : { estimate: null, lower: null, upper: null };
  const expected = baseline === null ? null : expectedShare(baseline);
  // What a contract allows is the limit itself; a sample's share may be exceeded by the tolerance.
  const slack = baseline !== null && 'allowedShare' in baseline ? 0 : tolerance;
  const limit = expected === null ? null : Math.min(1, expected + slack);
  const isLarge = limit !== null && estimate !== null && estimate >= limit;
  const violated = adjustedPValue !== null && adjustedPValue < alpha && isLarge;
  return {
    ...{ check, feature, observed: { estimate, low: lower, high: upper, n: rows } },
    verdict: pValue === null ? 'not_enough_evidence' : violated ? 'violated' : 'within',
    ...{ expected, limit, pValue, adjustedPValue, basis, examples },
  };
}
