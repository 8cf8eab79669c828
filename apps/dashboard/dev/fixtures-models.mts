import type { AlertView, AliasChangeView, AliasView, ModelSummaryView, VersionView } from '@plumbline/contracts';
import { ago } from './fixture-times.mts';

const base = { owner: 'growth-ml', simulated: false, rolloutId: null, createdAt: ago(9_000) };

const busyModels = (): ModelSummaryView[] => [
  {
    ...base,
    name: 'bank-marketing',
    description: 'Will a client subscribe to a term deposit after the call?',
    status: 'acting',
    statusReason: 'Rollout of v3 at 25 %',
    championVersion: 2,
    latestVersion: 3,
    serving: [
      { version: 2, sharePercent: 75, role: 'champion' },
      { version: 3, sharePercent: 25, role: 'candidate' },
    ],
    rolloutId: 'ro_88',
    predictions: 18_204,
    labelled: 11_290,
    labelCoverage: 0.62,
    driftedFeatures: 4,
    testedFeatures: 19,
    logLoss: 0.2874,
  },
  {
    ...base,
    name: 'churn',
    description: 'Does a subscriber leave within 30 days?',
    owner: 'retention',
    status: 'failing',
    statusReason: 'Log loss 0.512 against 0.341 at birth, interval above the margin (n 2,114)',
    championVersion: 7,
    latestVersion: 7,
    serving: [{ version: 7, sharePercent: 100, role: 'champion' }],
    predictions: 84_113,
    labelled: 52_150,
    labelCoverage: 0.62,
    driftedFeatures: 2,
    testedFeatures: 18,
    logLoss: 0.512,
  },
];

const quietModels = (): ModelSummaryView[] => [
  {
    ...base,
    name: 'credit-demo',
    description: 'Default within a year; made data with a known truth',
    owner: 'risk-analytics',
    simulated: true,
    status: 'watch',
    statusReason: 'Selection-rate ratio 0.76 for age_band 18-29, limit 0.80',
    championVersion: 1,
    latestVersion: 1,
    serving: [{ version: 1, sharePercent: 100, role: 'champion' }],
    predictions: 12_480,
    labelled: 998,
    labelCoverage: 0.08,
    driftedFeatures: 0,
    testedFeatures: 12,
    logLoss: 0.204,
  },
  {
    ...base,
    name: 'fraud',
    description: 'Card fraud, scored at authorisation',
    owner: 'payments',
    status: 'not_enough_data',
    statusReason: '312 of 1,000 rows since the version began to serve',
    championVersion: 1,
    latestVersion: 1,
    serving: [{ version: 1, sharePercent: 100, role: 'champion' }],
    predictions: 312,
    labelled: 0,
    labelCoverage: 0,
    driftedFeatures: null,
    testedFeatures: null,
    logLoss: null,
  },
  {
    ...base,
    name: 'pricing',
    description: '',
    owner: '',
    status: 'not_monitored',
    statusReason: 'The version has no reference data',
    championVersion: null,
    latestVersion: 1,
    serving: [],
    predictions: 0,
    labelled: 0,
    labelCoverage: null,
    driftedFeatures: null,
    testedFeatures: null,
    logLoss: null,
  },
];

export const models = (): ModelSummaryView[] => [...busyModels(), ...quietModels()];

const version = (number: number, fate: VersionView['fate'], bornBecause: string, minutes: number): VersionView => ({
  model: 'bank-marketing',
  version: number,
  artifactDigest: `sha256:${String(number).repeat(4)}9f3c2d41ab7e05c6d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4`,
  artifactBytes: 48_211 + number * 900,
  originalDigest: null,
  files: [],
  signature: {},
  metrics: { logLoss: 0.29 - number * 0.006, auc: 0.78 + number * 0.004, accuracy: 0.89 },
  metricIntervals: {},
  lineage: { trainer: { name: 'plumbline boosting', version: '0.1.0' } },
  detection: null,
  admission: null,
  archived: null,
  source: { trainer: 'boosting', rows: 12_000 },
  bornBecause,
  fate,
  createdBy: number === 1 ? 'token:admin' : 'system:retraining',
  createdAt: ago(minutes),
});

export const versions = (): VersionView[] => [
  version(3, 'candidate', 'retraining run 8f21: drift of euribor3m, nr_employed (4 of 19 features)', 130),
  version(2, 'champion', 'retraining run 12c0: log loss 0.41 against 0.29 at birth', 1_500),
  version(1, 'was_champion', 'pushed by hand', 9_000),
];

export const aliases = (): AliasView[] => [
  { alias: 'champion', version: 2, revision: 2, changedAt: ago(1_400) },
  { alias: 'candidate', version: 3, revision: 1, changedAt: ago(120) },
];

export const history = (): AliasChangeView[] => [
  {
    alias: 'champion',
    version: 2,
    previousVersion: 1,
    action: 'promote',
    reason: 'log_loss −0.041 [−0.063, −0.020] (n 1,204). The candidate becomes champion.',
    actor: 'system:rollouts',
    changedAt: ago(1_400),
    effectiveAt: ago(1_400),
    evidence: { rolloutId: 'ro_87' },
  },
  {
    alias: 'champion',
    version: 1,
    previousVersion: null,
    action: 'set',
    reason: 'first version',
    actor: 'token:admin',
    changedAt: ago(9_000),
    effectiveAt: ago(9_000),
    evidence: {},
  },
];

const alert = (change: Partial<AlertView>): AlertView => ({
  id: `al_${change.title?.length ?? 0}`,
  model: 'churn',
  version: 7,
  kind: 'performance',
  rule: change.kind ?? 'performance',
  subject: null,
  state: change.resolvedAt ? 'resolved' : 'firing',
  severity: 'critical',
  title: '',
  detail: {},
  occurrences: 3,
  createdAt: ago(190),
  lastSeenAt: ago(4),
  resolvedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  silence: null,
  ...change,
});

/** @param state null for all of them */
export const alerts = (wanted: string | null): AlertView[] =>
  ALERTS.filter(({ state }) => wanted === null || state === wanted);

const ALERTS: readonly AlertView[] = [
  alert({
    title: 'churn: log loss 0.512 against 0.341 at birth',
    detail: {
      difference: { estimate: 0.171, low: 0.122, high: 0.219, n: 2_114 },
      margin: 0.1,
      expected: 0.341,
      realised: 0.512,
    },
  }),
  alert({
    model: 'bank-marketing',
    version: 2,
    kind: 'drift',
    severity: 'warning',
    title: 'bank-marketing: the data drift from the reference (euribor3m, nr_employed, month and 1 more)',
    detail: { features: ['euribor3m', 'nr_employed', 'month', 'cons_price_idx'], share: { drifted: 4, tested: 19 } },
  }),
  alert({
    model: 'credit-demo',
    version: 1,
    kind: 'fairness',
    severity: 'warning',
    title: 'credit-demo: groups of age_band are selected at rates too far apart',
    detail: { attribute: 'age_band', groups: ['18-29'] },
  }),
  alert({ model: 'fraud', title: 'fraud: no outcome for 6 h', severity: 'info', kind: 'labels', resolvedAt: ago(60) }),
];
