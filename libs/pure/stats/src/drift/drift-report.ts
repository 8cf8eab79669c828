import { benjaminiHochberg } from '../multiple-testing/benjamini-hochberg';
import {
  DRIFT_DEFAULTS,
  type DriftTestOptions,
  type DriftTestResult,
  type DriftVerdict,
  driftVerdict,
} from './drift-test';
import { type FeatureEvidence, featureEvidence, type FeatureWindow } from './feature-drift';
import type { FeatureMeasures } from './feature-measures';

export interface FeatureDrift {
  readonly feature: string;
  readonly kind: 'numeric' | 'categorical';
  readonly verdict: DriftVerdict;
  readonly reason?: DriftTestResult['reason'];
  readonly pValue: number | null;
  readonly adjustedPValue: number | null;
  readonly measure: string;
  readonly effect: number;
  readonly minimumEffect: number;
  /** The PSI this check would have found with 80 % probability. */
  readonly detectablePsi: number;
  readonly law: DriftTestResult['law'];
  readonly measures: FeatureMeasures | null;
  readonly unseen: string[];
  readonly unseenRows: number;
  readonly missing: { readonly reference: number; readonly current: number };
}

export interface DriftReport {
  readonly version: 1;
  readonly verdict: DriftVerdict;
  readonly rows: { readonly reference: number; readonly current: number };
  readonly alpha: number;
  readonly features: FeatureDrift[];
  readonly share: { readonly drifted: number; readonly tested: number };
}

export type DriftReportOptions = Omit<DriftTestOptions, 'cells'>;

function overallVerdict(features: readonly FeatureDrift[]): DriftVerdict {
  const judged = features.filter((f) => f.reason !== 'untestable');
  if (judged.some((f) => f.verdict === 'drift')) return 'drift';
  return judged.length > 0 && judged.every((f) => f.verdict === 'no_drift') ? 'no_drift' : 'not_enough_evidence';
}

/** Enough relabellings for the smallest p-value to pass the first Benjamini-Hochberg step twice over. */
const drawsFor = (features: number, alpha: number): number =>
  Math.min(50_000, Math.max(DRIFT_DEFAULTS.maximumDraws, Math.ceil((2 * features) / alpha)));

function toFeatureDrift(
  { profile }: FeatureWindow,
  { test, measures, unseen, unseenRows, missing }: FeatureEvidence,
  adjustedPValue: number | null,
  limits: { alpha: number; decisivePsi: number },
): FeatureDrift {
  const verdict = driftVerdict(test, adjustedPValue, limits);
  const reason = verdict === 'not_enough_evidence' ? (test.reason ?? 'undecided') : undefined;
  return {
    feature: profile.feature,
    kind: profile.kind,
    verdict,
    ...(reason !== undefined && { reason }),
    pValue: test.pValue,
    adjustedPValue,
    measure: test.measure,
    effect: test.effect,
    minimumEffect: test.minimumEffect,
    detectablePsi: test.detectablePsi,
    law: test.law,
    measures,
    unseen,
    unseenRows,
    missing,
  };
}

/**
 * Checks all features of a window together. p-values are corrected by Benjamini-Hochberg over the features that can be
 * tested, so that with no drift anywhere the whole report alarms in at most a share alpha of checks; a feature drifts
 * only if its adjusted p < alpha and its effect, less its no-drift expectation, reaches the minimum. The report says
 * 'no_drift' only if every testable feature does. Features are judged from counters alone; samples sharpen KS and
 * Wasserstein. `share` counts drifted among tested features.
 */
export function driftReport(windows: readonly FeatureWindow[], options: DriftReportOptions = {}): DriftReport {
  const alpha = options.alpha ?? DRIFT_DEFAULTS.alpha;
  const decisivePsi = options.decisivePsi ?? DRIFT_DEFAULTS.decisivePsi;
  const maximumDraws = options.maximumDraws ?? drawsFor(windows.length, alpha);
  const settings = { ...DRIFT_DEFAULTS, ...options, maximumDraws };
  const evidence = windows.map((window) => featureEvidence(window, settings));
  const tested = evidence.flatMap(({ test }, i) =>
    test.pValue === null || test.reason === 'too_few_rows' || test.reason === 'untestable' ? [] : [i],
  );
  const adjusted = benjaminiHochberg(tested.map((i) => (evidence[i] as FeatureEvidence).test.pValue as number));
  const adjustedOf = new Map(tested.map((i, k) => [i, adjusted[k] as number]));
  const features = windows.map((window, i) =>
    toFeatureDrift(window, evidence[i] as FeatureEvidence, adjustedOf.get(i) ?? null, { alpha, decisivePsi }),
  );
  return {
    version: 1,
    verdict: overallVerdict(features),
    rows: {
      reference: Math.max(0, ...windows.map((w) => w.profile.counts.rows)),
      current: Math.max(0, ...windows.map((w) => w.counts.rows)),
    },
    alpha,
    features,
    share: { drifted: features.filter((f) => f.verdict === 'drift').length, tested: tested.length },
  };
}
