import {
  binLabels,
  driftReport,
  type DriftVerdict,
  type FeatureDrift,
  type FeatureMeasures,
  type FeatureWindow,
  JOINT_ROW,
  type WindowCounts,
} from '@plumbline/stats';
import type { MonitoredVersion } from '../monitored-version';
import type { MonitorPolicy } from '../policies';
import type { ReferenceProfile } from '../reference/reference-profile';
import type { WindowCounters } from '../window/window-counters';
import { type DriftDocument, type FeatureDriftDocument, isFeatureRow, type JointDriftDocument } from './drift-document';
import { labelCounts, labelProfile } from './label-window';

export interface EventTimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Features that both sides know, then the scores, the labels, and how the features hang together. */
function comparedWindows(
  version: MonitoredVersion,
  reference: ReferenceProfile,
  counters: WindowCounters,
): FeatureWindow[] {
  const profiles = new Map(reference.features.map((profile) => [profile.feature, profile]));
  const windows = version.signature.features.flatMap(({ name }, i): FeatureWindow[] => {
    const profile = profiles.get(name);
    const counts = counters.features[i];
    return profile !== undefined && counts !== undefined ? [{ profile, counts }] : [];
  });
  if (reference.score !== null) windows.push({ profile: reference.score, counts: counters.score });
  if (reference.labels !== null && counters.labels !== null) {
    const { rows, positives } = counters.labels;
    windows.push({ profile: labelProfile(reference.labels), counts: labelCounts(positives, rows - positives) });
  }
  if (reference.joint && counters.joint) windows.push({ profile: reference.joint.errors, counts: counters.joint });
  return windows;
}

const share = (counts: WindowCounts, i: number): number =>
  counts.rows === 0 ? 0 : (counts.bins[i] ?? 0) / counts.rows;

function shownMeasures(measures: FeatureMeasures | null): Record<string, number | null> {
  if (measures === null) return {};
  const { psi, jsDivergence, klDivergence, hellinger, totalVariation, lInfinity, ks, wasserstein } = measures;
  return { psi, jsDivergence, klDivergence, hellinger, totalVariation, lInfinity, ks, wasserstein };
}

function toDocument(drift: FeatureDrift, { profile, counts }: FeatureWindow): FeatureDriftDocument {
  const { feature, kind, verdict, pValue, adjustedPValue, effect, minimumEffect, unseen, missing } = drift;
  const bins = binLabels(profile.bins).map((label, i) => ({
    label,
    reference: share(profile.counts, i),
    current: share(counts, i),
  }));
  const measures = shownMeasures(drift.measures);
  const shownEffect = pValue === null ? null : effect;
  return {
    ...{ feature, kind, verdict, pValue, adjustedPValue, effect: shownEffect, minimumEffect },
    ...{ measures, unseen, missing, bins },
  };
}

/**
 * Drift of the whole: enough of the tested features drift, or the scores do, or the labels, or the features no longer go
 * together while none of them drifts. A feature that drifts moves whole rows, too: then the share decides.
 */
function overallVerdict(rows: readonly FeatureDriftDocument[], tested: number, driftedShare: number): DriftVerdict {
  const features = rows.filter(isFeatureRow);
  const drifted = features.filter(({ verdict }) => verdict === 'drift').length;
  const counts = (row: FeatureDriftDocument): boolean =>
    row.feature === JOINT_ROW ? drifted === 0 : !isFeatureRow(row);
  const others = rows.some((row) => row.verdict === 'drift' && counts(row));
  if (others || (drifted > 0 && drifted >= driftedShare * tested)) return 'drift';
  const undecided = features.some(({ verdict }) => verdict === 'not_enough_evidence');
  return features.length === 0 || undecided ? 'not_enough_evidence' : 'no_drift';
}

const meanOf = ({ sum, rows }: WindowCounts): number | null => (rows === 0 ? null : sum / rows);

function jointDrift(
  { joint }: ReferenceProfile,
  { joint: counts }: WindowCounters,
  rows: readonly FeatureDriftDocument[],
): JointDriftDocument | null {
  const row = rows.find(({ feature }) => feature === JOINT_ROW);
  if (!joint || !counts || !row) return null;
  const { verdict, adjustedPValue, effect } = row;
  return {
    ...{ verdict, adjustedPValue, effect, features: joint.features.length },
    components: { lost: joint.directions.length, explainedVariance: joint.explainedVariance },
    meanError: { reference: meanOf(joint.errors.counts), current: meanOf(counts) },
    alone: verdict === 'drift' && !rows.some((one) => isFeatureRow(one) && one.verdict === 'drift'),
  };
}

/** Compares merged windows of a version with its own reference; without a reference there is nothing to compare. */
export function evaluateDrift(
  version: MonitoredVersion,
  counters: WindowCounters,
  policy: Pick<MonitorPolicy, 'alpha' | 'minimumEffect' | 'minimumRows' | 'driftedShare'>,
  range: EventTimeRange,
): DriftDocument {
  const windows = version.reference === null ? [] : comparedWindows(version, version.reference, counters);
  const { alpha, minimumEffect, minimumRows } = policy;
  const report = driftReport(windows, { alpha, minimumEffect, minimumRows });
  const features = report.features.map((drift, i) => toDocument(drift, windows[i] as FeatureWindow));
  const own = features.filter(isFeatureRow);
  const tested = own.filter(({ adjustedPValue }) => adjustedPValue !== null).length;
  return {
    model: version.model,
    version: version.version,
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    verdict: overallVerdict(features, tested, policy.driftedShare),
    rows: { reference: version.reference?.rows ?? 0, current: counters.predictions },
    alpha,
    features,
    attribution: null,
    joint: version.reference && jointDrift(version.reference, counters, features),
    share: { drifted: own.filter(({ verdict }) => verdict === 'drift').length, tested },
  };
}

/** The largest effect of any tested row: one number for a chart and for the retraining request. */
export const driftScore = ({ features }: DriftDocument): number =>
  Math.max(0, ...features.map(({ effect, adjustedPValue }) => (adjustedPValue === null ? 0 : (effect ?? 0))));
