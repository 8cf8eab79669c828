import { chiSquareSurvival } from '../distributions/chi-square';
import type { ShareMeasures } from '../measures/share-measures';
import { type CountVector, pairTotals, type PairTotals } from '../measures/shares';
import type { OrderedCells } from '../profile/ordered-cells';
import { createRandom } from '../random/sfc32';
import { detectablePsi } from './detectable-effect';
import { chiSquareScale, type DriftMeasure, driftStatistic, MINIMUM_EFFECTS } from './drift-measure';
import { permutationLaw } from './permutation-law';

export type DriftVerdict = 'drift' | 'no_drift' | 'not_enough_evidence';

export interface DriftTestOptions {
  /** Chance of an alarm with no drift; 0.01 because monitors look again and again, and 0.05 is the bar, not the aim. */
  readonly alpha?: number;
  readonly measure?: DriftMeasure;
  readonly minimumEffect?: number;
  /** Fewer rows on either side are not judged. */
  readonly minimumRows?: number;
  /** 'no drift' is said only if a PSI of this size would have been found with 80 % probability. */
  readonly decisivePsi?: number;
  readonly maximumDraws?: number;
  readonly seed?: number;
  /** Needed by the measures 'ks' and 'wasserstein'. */
  readonly cells?: OrderedCells;
}

export interface DriftTestResult {
  readonly verdict: DriftVerdict;
  readonly measure: DriftMeasure;
  readonly rows: { readonly reference: number; readonly current: number };
  /** Null when a side has no row at all. */
  readonly pValue: number | null;
  readonly law: 'chi-square' | 'permutation' | 'none';
  /** The measure as it is, its mean with no drift at these sizes, and the difference of the two, not below 0. */
  readonly observed: number;
  readonly noDriftExpectation: number;
  readonly effect: number;
  readonly minimumEffect: number;
  readonly detectablePsi: number;
  readonly reason?: 'too_few_rows' | 'undecided' | 'untestable';
}

export const DRIFT_DEFAULTS = {
  alpha: 0.01,
  measure: 'psi' as DriftMeasure,
  minimumRows: 30,
  decisivePsi: 0.1,
  maximumDraws: 1_999,
  seed: 1,
};

export type DriftTestSettings = DriftTestOptions & typeof DRIFT_DEFAULTS;

/** Expected count, on either side, below which the chi-square law of a divergence is no longer good at p = 0.001. */
const THICK = 50;

function isThick(reference: CountVector, current: CountVector, totals: PairTotals): boolean {
  const share = Math.min(totals.reference, totals.current) / (totals.reference + totals.current);
  for (let i = 0; i < reference.length; i += 1) {
    const pooled = (reference[i] as number) + (current[i] as number);
    if (pooled > 0 && pooled * share < THICK) return false;
  }
  return true;
}

interface NullLaw {
  readonly pValue: number;
  readonly expectation: number;
  readonly law: 'chi-square' | 'permutation';
}

function nullLaw(
  reference: CountVector,
  current: CountVector,
  totals: PairTotals,
  observed: number,
  options: DriftTestSettings,
): NullLaw {
  const scale = chiSquareScale(options.measure);
  if (scale !== undefined && isThick(reference, current, totals)) {
    const unit = scale * (1 / totals.reference + 1 / totals.current);
    const degrees = totals.liveBins - 1;
    const pValue = degrees === 0 ? 1 : chiSquareSurvival(observed / unit, degrees);
    return { pValue, expectation: degrees * unit, law: 'chi-square' };
  }
  const { maximumDraws } = options;
  const statistic = driftStatistic(options.measure, options.cells);
  const law = permutationLaw(statistic, reference, current, { random: createRandom(options.seed), maximumDraws });
  return { pValue: law.pValue, expectation: law.expectation, law: 'permutation' };
}

/** The rule: significant and large is drift; otherwise 'no drift' needs a test that could have seen it. */
export function driftVerdict(
  test: Pick<DriftTestResult, 'pValue' | 'effect' | 'minimumEffect' | 'detectablePsi' | 'reason'>,
  pValue: number | null,
  { alpha, decisivePsi }: { alpha: number; decisivePsi: number },
): DriftVerdict {
  if (pValue === null || test.reason === 'too_few_rows' || test.reason === 'untestable') return 'not_enough_evidence';
  if (pValue < alpha && test.effect >= test.minimumEffect) return 'drift';
  return test.detectablePsi <= decisivePsi ? 'no_drift' : 'not_enough_evidence';
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function sum(counts: CountVector): number {
  let total = 0;
  for (let i = 0; i < counts.length; i += 1) total += counts[i] as number;
  return total;
}

function observedOf(
  reference: CountVector,
  current: CountVector,
  { measure, cells }: DriftTestSettings,
  shares: ShareMeasures | undefined,
): number {
  const isShared = shares !== undefined && measure !== 'ks' && measure !== 'wasserstein';
  return isShared ? shares[measure] : driftStatistic(measure, cells)(reference, current);
}

/**
 * Tests whether `current` counts come from the same law as `reference` counts over the same bins, both being samples.
 * The p-value is that of the chosen measure under no drift at these very sample sizes: where every bin is thick
 * (expected at least 50 rows on both sides) PSI/(1/n+1/m), 2 KL/(..) and 8 JS/(..) are chi-square with live bins - 1
 * degrees; everywhere else, and for the other measures, rows are relabelled at random (exact, seeded). The effect is
 * the measure less its no-drift expectation, (B-1)(1/n+1/m) for PSI. Verdict 'drift' needs p < alpha and effect >=
 * minimumEffect; 'no_drift' needs enough rows to have seen `decisivePsi`; else 'not_enough_evidence'.
 * Example: [5000,3000,2000] against [3000,3000,4000]: PSI 0.2408, expectation 0.0004, drift.
 */
export function driftTest(
  reference: CountVector,
  current: CountVector,
  options: DriftTestOptions = {},
): DriftTestResult {
  return testCounts(reference, current, { ...DRIFT_DEFAULTS, ...options });
}

/** `driftTest` of counts whose measures may be known already. */
export function testCounts(
  reference: CountVector,
  current: CountVector,
  settings: DriftTestSettings,
  shares?: ShareMeasures,
): DriftTestResult {
  const { measure, alpha, decisivePsi } = settings;
  const minimumEffect = settings.minimumEffect ?? MINIMUM_EFFECTS[measure];
  const rows = { reference: sum(reference), current: sum(current) };
  if (rows.reference === 0 || rows.current === 0) {
    const known = { measure, rows, minimumEffect, law: 'none', reason: 'too_few_rows' } as const;
    const nothing = { observed: 0, noDriftExpectation: 0, effect: 0, detectablePsi: Infinity };
    return { ...known, ...nothing, verdict: 'not_enough_evidence', pValue: null };
  }
  const totals = pairTotals(reference, current);
  const observed = observedOf(reference, current, settings, shares);
  const { pValue, expectation, law } = nullLaw(reference, current, totals, observed, settings);
  const tooFew = Math.min(rows.reference, rows.current) < settings.minimumRows;
  const result: Mutable<DriftTestResult> = {
    verdict: 'not_enough_evidence',
    measure,
    rows,
    pValue,
    law,
    observed,
    noDriftExpectation: expectation,
    effect: Math.max(0, observed - expectation),
    minimumEffect,
    detectablePsi: detectablePsi(totals.liveBins, rows.reference, rows.current, alpha),
  };
  if (tooFew) result.reason = 'too_few_rows';
  result.verdict = driftVerdict(result, pValue, { alpha, decisivePsi });
  if (result.verdict === 'not_enough_evidence' && !tooFew) result.reason = 'undecided';
  return result;
}
