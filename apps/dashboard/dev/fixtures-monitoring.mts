import type { DriftView, FeatureDriftView, PerformanceView, QualityCheckView, QualityView } from '@plumbline/contracts';
import { ago, noise } from './fixture-times.mts';

const FEATURES = [
  ['euribor3m', 0.62, true],
  ['nr_employed', 0.48, true],
  ['month', 0.31, false],
  ['cons_price_idx', 0.22, true],
  ['contact', 0.07, false],
  ['age', 0.04, true],
  ['job', 0.03, false],
  ['campaign', 0.03, true],
  ['education', 0.02, false],
  ['(score)', 0.19, true],
  ['(label)', 0.08, false],
] as const;

const CATEGORIES = ['jan', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'oct', 'nov', 'dec'];

function bins(numeric: boolean, effect: number) {
  const labels = numeric ? ['< 1.2', '1.2 to 1.4', '1.4 to 4.1', '4.1 to 4.8', '4.8 to 4.9', '≥ 4.9'] : CATEGORIES;
  const weight = (i: number, shift: number) => 1 + 0.6 * Math.sin(i) + shift * i;
  const of = (shift: number) => {
    const weights = labels.map((_, i) => weight(i, shift));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((value) => value / sum);
  };
  const reference = of(0);
  const current = of(effect * 3);
  return labels.map((label, i) => ({ label, reference: reference[i] ?? 0, current: current[i] ?? 0 }));
}

const featureDrift = (feature: string, effect: number, numeric: boolean): FeatureDriftView => ({
  feature,
  kind: numeric ? 'numeric' : 'categorical',
  verdict: effect >= 0.1 ? 'drift' : 'no_drift',
  pValue: effect >= 0.1 ? 1e-9 : 0.21,
  adjustedPValue: effect >= 0.1 ? 4e-8 : 0.62,
  effect,
  minimumEffect: 0.1,
  measures: {
    psi: effect * 1.8,
    jsDivergence: effect / 4,
    klDivergence: effect / 2,
    hellinger: effect / 3,
    totalVariation: effect / 2,
    ks: numeric ? effect : null,
    wasserstein: numeric ? effect * 2 : null,
  },
  unseen: feature === 'month' ? ['feb'] : [],
  missing: { reference: 0, current: feature === 'education' ? 0.031 : 0 },
  bins: bins(numeric, effect),
});

export const drift = (): DriftView => ({
  latest: {
    model: 'bank-marketing',
    version: 2,
    from: ago(140),
    to: ago(20),
    verdict: 'drift',
    rows: { reference: 12_000, current: 2_000 },
    alpha: 0.01,
    features: FEATURES.map(([name, effect, numeric]) => featureDrift(name, effect, numeric)),
    share: { drifted: 4, tested: 9 },
    joint: {
      ...{ verdict: 'drift', adjustedPValue: 2e-9, effect: 0.41, features: 9, alone: false },
      components: { lost: 4, explainedVariance: 0.83 },
      meanError: { reference: 3.98, current: 6.72 },
    },
    attribution: {
      ...{ verdict: 'drift', method: 'shapley values, sampled', baseline: 'reference', ndcg: 0.94 },
      ...{ rows: { reference: 300, current: 300 }, pValue: 0.0005, effect: 0.17, minimumEffect: 0.1 },
      features: FEATURES.slice(0, 9).map(([feature], i) => ({
        ...{ feature, reference: (9 - i) / 45, current: (i === 0 ? 6 : 9.375 - i) / 45 },
      })),
    },
  },
  streams: [
    {
      ...{ version: 2, rows: 3_420, errorRate: 0.112, errorRateNow: 0.163 },
      detectors: [
        { detector: 'adwin', verdict: 'alarm' },
        { detector: 'page_hinkley', verdict: 'quiet' },
        { detector: 'ddm', verdict: 'quiet' },
      ],
      alarms: [
        {
          ...{
            detector: 'adwin',
            direction: 'worse',
            row: 3_008,
            servedAt: ago(60),
            rateBefore: 0.104,
            rateNow: 0.171,
          },
        },
      ],
    },
  ],
  history: Array.from({ length: 14 }, (_, i) => ({
    version: i < 6 ? 1 : 2,
    from: ago(1_540 - i * 100),
    to: ago(1_440 - i * 100),
    verdict: i > 4 ? 'drift' : 'no_drift',
    rows: 2_000,
    features: FEATURES.map(([feature, effect], k) => {
      const value = Math.max(0, effect * (i / 13) + 0.02 * noise(i * 31 + k));
      return { feature, effect: value, verdict: value >= 0.1 ? 'drift' : 'no_drift' };
    }),
  })),
});

export const performance = (): PerformanceView => ({
  expected: { version: 2, logLoss: 0.278, auc: 0.79 },
  total: {
    from: ago(9_000),
    to: ago(10),
    predictions: 18_204,
    labelled: 11_290,
    positiveRate: 0.113,
    meanScore: 0.121,
    logLoss: 0.2874,
    auc: 0.781,
    accuracy: 0.894,
  },
  windows: Array.from({ length: 24 }, (_, i) => {
    const of = (version: number) => ({
      version,
      from: ago(2_400 - i * 100),
      to: ago(2_300 - i * 100),
      predictions: 500,
      labelled: i > 20 ? 500 - 150 * (i - 20) : 500,
      positiveRate: 0.11 + 0.02 * noise(i),
      meanScore: 0.12 + 0.01 * noise(i + 50),
      logLoss: i > 22 ? null : 0.29 + (version === 1 ? 0.01 * i : 0) + 0.02 * noise(i * 3 + version),
      auc: i > 22 ? null : 0.78 - (version === 1 ? 0.005 * i : 0) + 0.015 * noise(i * 5 + version),
      accuracy: 0.89,
    });
    return i < 9 ? [of(1)] : i < 11 ? [of(1), of(2)] : [of(2)];
  }).flat(),
});

const qualityCheck = (change: Partial<QualityCheckView>): QualityCheckView => ({
  ...{
    check: 'missing',
    feature: 'age',
    verdict: 'within',
    expected: 0.01,
    limit: 0.02,
    pValue: 0.4,
    adjustedPValue: 0.7,
  },
  ...{ observed: { estimate: 0.01, low: 0.006, high: 0.017, n: 2_000 }, basis: 'reference', examples: [] },
  ...change,
});

export const quality = (): QualityView => ({
  latest: {
    ...{
      model: 'bank-marketing',
      version: 2,
      from: ago(140),
      to: ago(20),
      verdict: 'violated',
      rows: 2_000,
      alpha: 0.01,
    },
    checks: [
      qualityCheck({}),
      qualityCheck({ feature: 'job' }),
      qualityCheck({
        ...{
          check: 'new_category',
          feature: 'month',
          verdict: 'violated',
          expected: 0,
          limit: 0.01,
          examples: ['feb'],
        },
        ...{ observed: { estimate: 0.061, low: 0.049, high: 0.076, n: 2_000 }, pValue: 1e-12, adjustedPValue: 4e-11 },
      }),
      qualityCheck({
        check: 'wrong_type',
        basis: 'signature',
        observed: { estimate: 0, low: 0, high: 0.003, n: 2_000 },
      }),
      qualityCheck({
        ...{ check: 'volume', feature: null, basis: 'earlier_windows', expected: 480, limit: 240 },
        observed: { estimate: 503, low: 390, high: 580, n: 503 },
      }),
    ],
  },
  freshness: qualityCheck({
    ...{ check: 'freshness', feature: null, basis: 'policy', expected: null, limit: 86_400_000 },
    ...{ observed: { estimate: 90_000, low: null, high: null, n: 1 }, pValue: null, adjustedPValue: null },
  }),
  history: [],
});
