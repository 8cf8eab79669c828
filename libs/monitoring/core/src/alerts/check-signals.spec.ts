import type { DriftDocument, FeatureDriftDocument } from '../drift/drift-document';
import { SCORE_ROW } from '../drift/drift-document';
import type { AttributeFairness } from '../fairness/attribute-fairness';
import type { PerformanceVerdict } from '../performance/performance-drift';
import type { WindowPerformance } from '../performance/window-performance';
import type { QualityReport } from '../quality/quality-report';
import { checkSignals, type CheckFindings } from './check-signals';
import { retrainingRequest } from './retraining-route';

const row = (feature: string, verdict: FeatureDriftDocument['verdict']) =>
  ({ feature, verdict, effect: 0.4, minimumEffect: 0.1, adjustedPValue: 0.001 }) as unknown as FeatureDriftDocument;

const report = {
  ...{ model: 'm', version: 3, from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:01.000Z', verdict: 'drift' },
  ...{ rows: { reference: 9, current: 9 }, share: { drifted: 1, tested: 2 } },
  features: [row('a', 'drift'), row('b', 'no_drift'), row(SCORE_ROW, 'not_enough_evidence')],
} as unknown as DriftDocument;
const interval = { estimate: 0.4, low: 0.3, high: 0.5, n: 900 };
const worse: PerformanceVerdict = { verdict: 'worse', difference: interval, margin: 0.1, expected: 0.5, realised: 0.9 };
const totals: WindowPerformance = {
  ...{ predictions: 200, labelled: 50, positiveRate: 0.2, meanScore: 0.3, logLoss: 0.5, auc: null, accuracy: 0.9 },
};
const fairness = [
  { attribute: 'sex', verdict: 'within', disparateImpact: interval, groups: [], measures: [] },
] as unknown as AttributeFairness[];
const quality = {
  model: 'm',
  checks: [
    { check: 'missing', feature: 'a', verdict: 'violated', observed: interval },
    { check: 'missing', feature: 'b', verdict: 'within', observed: interval },
    { check: 'volume', feature: null, verdict: 'not_enough_evidence', observed: interval },
  ],
} as unknown as QualityReport;
const alarm = { detector: 'adwin', direction: 'worse', row: 900, rateBefore: 0.1, rateNow: 0.3 } as const;
const streams = [{ detector: 'adwin', verdict: 'alarm', alarm }] as const;
const findings: CheckFindings = {
  ...{ report, performance: worse, fairness, totals, matured: null, quality, streams, labelDelayMs: 7_000 },
  realised: { logLoss: interval, accuracy: { ...interval, estimate: 0.9 } },
  estimated: { auc: interval },
};

describe('the signals of a check', () => {
  const of = (watch: string) => checkSignals(findings).filter((signal) => signal.watch === watch);

  it('name the broken limit of fairness, and no other', () => {
    const measure = (decides: boolean) => ({
      measure: 'equalOpportunityDifference',
      limit: 0.1,
      decides,
      value: interval,
    });
    const broken = [
      {
        ...fairness[0],
        verdict: 'violated',
        measures: [true, false].map((decides) => ({ ...measure(decides), verdict: 'violated' })),
      },
    ] as unknown as AttributeFairness[];
    const [signal] = checkSignals({ ...findings, fairness: broken }).filter(({ watch }) => watch === 'fairness');
    expect(signal).toMatchObject({
      verdict: 'bad',
      title: 'm: groups of sex are too far apart (equalOpportunityDifference 0.400, limit 0.1)',
      detail: { measures: [{ measure: 'equalOpportunityDifference' }] },
    });
  });

  it('say of each watched thing whether it is bad, good or not known', () => {
    expect(of('drift')).toMatchObject([{ subject: null, verdict: 'bad', value: 0.4 }]);
    expect(of('feature_drift').map(({ subject, verdict }) => [subject, verdict])).toEqual([
      ['a', 'bad'],
      ['b', 'good'],
    ]);
    expect(of('prediction_drift')).toMatchObject([{ subject: null, verdict: 'not_enough_evidence' }]);
    expect(of('performance')).toMatchObject([{ verdict: 'bad', value: 0.4 }]);
    expect(of('fairness')).toMatchObject([{ subject: 'sex', verdict: 'good', value: 0.4 }]);
    expect(of('quality')).toMatchObject([
      { subject: 'missing', verdict: 'bad', title: 'm: missing values in a' },
      { subject: 'volume', verdict: 'not_enough_evidence' },
    ]);
    expect(of('stream')).toMatchObject([{ subject: 'adwin', verdict: 'bad', value: 0.3 }]);
    expect(of('attribution_drift')).toEqual([]);
  });

  it('leave figures without a verdict to the limits of a rule, and come with intervals', () => {
    expect(of('performance_metric')).toMatchObject([
      { subject: 'logLoss', value: 0.4, verdict: null, interval: { low: 0.3, high: 0.5 } },
      { subject: 'accuracy', value: 0.9, verdict: null, title: 'm: accuracy is 0.9' },
    ]);
    expect(of('estimated_performance')).toMatchObject([{ subject: 'auc', title: 'm: estimated auc is 0.4' }]);
    expect(of('label_delay')).toMatchObject([{ value: 7_000 }]);
    expect(of('label_coverage')).toMatchObject([{ value: 0.25 }]);
    expect(of('volume')).toMatchObject([{ value: 200 }]);
  });
});

describe('the retraining route', () => {
  it('asks by drift before performance before fairness, with how much worse the loss is', () => {
    expect(retrainingRequest(['performance', 'drift'], findings)).toEqual({
      trigger: 'drift',
      detail: { features: ['a'], score: 0.4, windowTo: report.to, lossRatio: 1.8 },
    });
    expect(retrainingRequest(['fairness', 'performance'], findings)).toMatchObject({
      trigger: 'performance',
      detail: { features: [], score: 0.4 },
    });
    expect(retrainingRequest(['fairness'], findings)?.trigger).toBe('fairness');
    expect(retrainingRequest(['feature_drift'], findings)?.trigger).toBe('drift');
  });

  it('asks for nothing when no rule does', () => {
    expect(retrainingRequest([], findings)).toBeNull();
  });
});
