import type { ImpactEffectView, ImpactView } from '@plumbline/contracts';
import { ago } from './fixture-times.mts';

const effect = (estimate: number, half: number, n: number): ImpactEffectView => ({
  ...{ estimate, low: estimate - half, high: estimate + half, n },
  ...{ anytimeLow: estimate - 1.6 * half, anytimeHigh: estimate + 1.6 * half },
  verdict: estimate > 1.6 * half ? 'gain' : estimate < -1.6 * half ? 'loss' : 'not_enough_evidence',
});

const arm = (subjects: number, actions: number, meanValue: number, rate: number) => ({
  ...{ subjects, withOutcome: Math.round(0.9 * subjects), actions, value: 0.9 * subjects * meanValue, meanValue },
  ...{ meanAmount: 41.2 + meanValue, meanCost: 9.4 - meanValue },
  positiveRate: { estimate: rate, low: rate - 0.01, high: rate + 0.01, n: subjects },
});

const series = (): ImpactView['series'] =>
  Array.from({ length: 24 }, (_, i) => ({
    ...{ at: ago(4_000 - 160 * i), treated: 380 * (i + 1), heldOut: 42 * (i + 1), bookedValue: 900 * (i + 1) },
    valuePerSubject: effect(2.1 + Math.sin(i) / (i + 1), 6 / Math.sqrt(i + 1), 422 * (i + 1)),
  }));

export const notConfigured = (model: string): ImpactView => ({
  ...{ model, state: 'not_configured', reason: 'Nobody has said what a decision is worth.', from: null, to: null },
  ...{ policy: null, arms: null, sampleRatio: null, mixedSubjects: 0, warnings: [], effects: null },
  ...{ cells: [], versions: [], series: [] },
});

export const impact = (model: string): ImpactView => ({
  ...notConfigured(model),
  ...{ state: 'known', reason: 'Acting on the model gains value against the held-out group.' },
  ...{ from: ago(4_000), to: ago(10), mixedSubjects: 3 },
  policy: {
    ...{ currency: 'EUR', action: 'on_positive', positiveOutcome: 'unwanted', amount: 'negative_outcomes' },
    ...{ holdoutPercent: 10, minimumSubjects: 100, alpha: 0.05 },
  },
  arms: { treated: arm(9_120, 2_480, 2.9, 0.11), holdout: arm(1_008, 0, 0.8, 0.14) },
  sampleRatio: { verdict: 'as_configured', pValue: 0.62, expectedPercent: 10, observedPercent: 9.95 },
  effects: {
    ...{ valuePerSubject: effect(2.1, 1.1, 9_115), valueTotal: effect(17_236, 9_028, 9_115) },
    ...{ outcomeRate: effect(0.03, 0.02, 9_115), amountPerSubject: effect(2.1, 2, 9_115) },
    amountLift: { estimate: 0.05, low: 0.01, high: 0.09, n: 9_115 },
    costSavedPerSubject: effect(2.1, 0.8, 9_115),
  },
  cells: [
    { arm: 'treated', cell: 'truePositive', rows: 520, value: 18_200 },
    { arm: 'treated', cell: 'falseAlarm', rows: 1_960, value: -9_800 },
    { arm: 'treated', cell: 'miss', rows: 310, value: -31_000 },
    { arm: 'treated', cell: 'trueNegative', rows: 5_418, value: 0 },
    { arm: 'holdout', cell: 'truePositive', rows: 88, value: -8_800 },
    { arm: 'holdout', cell: 'trueNegative', rows: 690, value: 0 },
  ],
  versions: [
    {
      version: 6,
      treated: 3_900,
      heldOut: 430,
      actions: 1_020,
      bookedValue: 9_100,
      valuePerSubject: effect(1.6, 1.9, 3_900),
    },
    {
      version: 7,
      treated: 5_220,
      heldOut: 578,
      actions: 1_460,
      bookedValue: 14_700,
      valuePerSubject: effect(2.5, 1.4, 5_220),
    },
  ],
  series: series(),
});
