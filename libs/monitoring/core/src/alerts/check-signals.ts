import { type DriftVerdict, JOINT_ROW } from '@plumbline/stats';
import { attributionSignal } from '../attribution/attribution-signal';
import {
  type DriftDocument,
  type FeatureDriftDocument,
  isFeatureRow,
  LABEL_ROW,
  SCORE_ROW,
} from '../drift/drift-document';
import { driftScore } from '../drift/evaluate-drift';
import type { AttributeFairness } from '../fairness/attribute-fairness';
import type { QualityReport } from '../quality/quality-report';
import { qualitySignals } from '../quality/quality-signals';
import type { StreamStanding } from '../streams/error-stream';
import { streamSignals } from '../streams/stream-signals';
import type { PerformanceVerdict } from '../performance/performance-drift';
import type { WindowPerformance } from '../performance/window-performance';
import type { PerformanceMetrics } from '../performance/performance-metrics';
import type { AlertSignal, Verdict } from './alert-signal';
import { labelSignals, metricSignals } from './performance-signals';

/** What one check of closed windows found. */
export interface CheckFindings {
  readonly report: DriftDocument;
  readonly performance: PerformanceVerdict;
  readonly fairness: readonly AttributeFairness[];
  /** Of the windows that the check has read. */
  readonly totals: WindowPerformance;
  /** Of the latest windows that have labels. */
  readonly matured: WindowPerformance | null;
  /** On those, with intervals; and what all rows of the check lead one to expect. */
  readonly realised: PerformanceMetrics;
  readonly estimated: PerformanceMetrics;
  /** Nine of ten labels came within this time after their prediction; null before the first. */
  readonly labelDelayMs: number | null;
  readonly quality: QualityReport;
  readonly streams: readonly StreamStanding[];
}

const DRIFT: Readonly<Record<DriftVerdict, Verdict>> = {
  drift: 'bad',
  no_drift: 'good',
  not_enough_evidence: 'not_enough_evidence',
};
const PERFORMANCE = { worse: 'bad', not_worse: 'good', not_enough_evidence: 'not_enough_evidence' } as const;
const FAIRNESS = { violated: 'bad', within: 'good', not_enough_evidence: 'not_enough_evidence' } as const;

const shown = (value: number | null | undefined): string => value?.toFixed(3) ?? 'not known';

function wholeDrift(report: DriftDocument): AlertSignal {
  const { model, verdict, share, rows, from, to } = report;
  const features = report.features.filter((row) => row.verdict === 'drift').map(({ feature }) => feature);
  const named = features.slice(0, 3).join(', ') + (features.length > 3 ? ` and ${features.length - 3} more` : '');
  return {
    ...{ watch: 'drift', subject: null, verdict: DRIFT[verdict], value: driftScore(report) },
    title:
      verdict === 'drift' ? `${model}: the data drift from the reference (${named})` : `${model}: drift of the data`,
    detail: { features, share, rows, from, to },
  };
}

const OTHER_ROWS: Readonly<Record<string, readonly [watch: string, what: string]>> = {
  [SCORE_ROW]: ['prediction_drift', 'the predictions'],
  [LABEL_ROW]: ['label_drift', 'the labels'],
  [JOINT_ROW]: ['joint_drift', 'how the features hang together'],
};

function rowDrift({ model, from, to }: DriftDocument, row: FeatureDriftDocument): AlertSignal {
  const { feature, effect, minimumEffect, adjustedPValue, verdict } = row;
  const isFeature = isFeatureRow(row);
  const [watch, what] = isFeature ? ['feature_drift', feature] : (OTHER_ROWS[feature] ?? ['joint_drift', feature]);
  return {
    watch,
    subject: isFeature ? feature : null,
    verdict: DRIFT[verdict],
    value: effect,
    title: `${model}: drift of ${what}, effect ${shown(effect)}`,
    detail: { effect, minimumEffect, adjustedPValue, from, to },
  };
}

function performanceSignal({ model, from, to }: DriftDocument, performance: PerformanceVerdict): AlertSignal {
  const { verdict, difference, margin, expected, realised } = performance;
  return {
    ...{ watch: 'performance', subject: null, verdict: PERFORMANCE[verdict], value: difference.estimate },
    interval: difference,
    title: `${model}: log loss ${shown(realised)} against ${shown(expected)} at birth`,
    detail: { difference, margin, expected, realised, from, to },
  };
}

function fairnessSignal({ model, from, to }: DriftDocument, fairness: AttributeFairness): AlertSignal {
  const { attribute, disparateImpact, measures, verdict } = fairness;
  const broken = measures.filter((one) => one.decides && one.verdict === 'violated');
  const which = broken.map(({ measure, value, limit }) => `${measure} ${shown(value?.estimate)}, limit ${limit}`);
  const groups = fairness.groups.filter(({ state }) => state === 'violated').map(({ group }) => group);
  return {
    ...{ watch: 'fairness', subject: attribute, verdict: FAIRNESS[verdict], value: disparateImpact?.estimate ?? null },
    interval: disparateImpact,
    title: `${model}: groups of ${attribute} are too far apart${which.length > 0 ? ` (${which.join('; ')})` : ''}`,
    detail: { attribute, groups, disparateImpact, measures: broken, from, to },
  };
}

/** Everything that rules can watch in one check. */
export function checkSignals(findings: CheckFindings): AlertSignal[] {
  const { report, performance, fairness, totals, quality, streams } = findings;
  return [
    wholeDrift(report),
    ...report.features.map((row) => rowDrift(report, row)),
    performanceSignal(report, performance),
    ...metricSignals(report, 'performance_metric', findings.realised),
    ...metricSignals(report, 'estimated_performance', findings.estimated),
    ...labelSignals(report, totals, findings.labelDelayMs),
    ...fairness.map((attribute) => fairnessSignal(report, attribute)),
    ...qualitySignals(quality),
    ...streamSignals(report.model, streams),
    ...(report.attribution ? [attributionSignal(report.model, report.attribution)] : []),
  ];
}
