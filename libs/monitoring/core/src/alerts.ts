import type { DriftDocument } from './drift/drift-document';
import type { AttributeFairness } from './fairness/evaluate-fairness';
import type { PerformanceVerdict } from './performance/performance-drift';

/** The standing of one watched thing after a check: raise or refresh its alert, resolve it, or leave it as it is. */
export interface AlertChange {
  readonly action: 'raise' | 'resolve';
  readonly kind: 'drift' | 'performance' | 'fairness';
  /** One open alert a key. */
  readonly dedupeKey: string;
  readonly severity: 'warning' | 'critical';
  readonly title: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

function driftAlert(report: DriftDocument): AlertChange[] {
  if (report.verdict === 'not_enough_evidence') return [];
  const features = report.features.filter(({ verdict }) => verdict === 'drift').map(({ feature }) => feature);
  const shown = features.slice(0, 3).join(', ') + (features.length > 3 ? ` and ${features.length - 3} more` : '');
  return [
    {
      action: report.verdict === 'drift' ? 'raise' : 'resolve',
      kind: 'drift',
      dedupeKey: `drift:${report.model}`,
      severity: 'warning',
      title: `${report.model}: the data drift from the reference (${shown})`,
      detail: { features, share: report.share, rows: report.rows, from: report.from, to: report.to },
    },
  ];
}

function performanceAlert({ model, from, to }: DriftDocument, performance: PerformanceVerdict): AlertChange[] {
  if (performance.verdict === 'not_enough_evidence') return [];
  const { difference, margin, expected, realised } = performance;
  return [
    {
      action: performance.verdict === 'worse' ? 'raise' : 'resolve',
      kind: 'performance',
      dedupeKey: `performance:${model}`,
      severity: 'critical',
      title: `${model}: log loss ${realised?.toFixed(3)} against ${expected?.toFixed(3)} at birth`,
      detail: { difference, margin, expected, realised, from, to },
    },
  ];
}

function fairnessAlert({ model, from, to }: DriftDocument, fairness: AttributeFairness): AlertChange[] {
  if (fairness.verdict === 'not_enough_evidence') return [];
  const groups = fairness.groups.filter(({ state }) => state === 'violated').map(({ group }) => group);
  return [
    {
      action: fairness.verdict === 'violated' ? 'raise' : 'resolve',
      kind: 'fairness',
      dedupeKey: `fairness:${model}:${fairness.attribute}`,
      severity: 'warning',
      title: `${model}: groups of ${fairness.attribute} are selected at rates too far apart`,
      detail: { attribute: fairness.attribute, groups, disparateImpact: fairness.disparateImpact, from, to },
    },
  ];
}

/** What a check changes about the alerts; no evidence changes nothing. */
export function alertChanges(
  report: DriftDocument,
  performance: PerformanceVerdict,
  fairness: readonly AttributeFairness[],
): AlertChange[] {
  return [
    ...driftAlert(report),
    ...performanceAlert(report, performance),
    ...fairness.flatMap((attribute) => fairnessAlert(report, attribute)),
  ];
}
