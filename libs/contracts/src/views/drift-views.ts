export interface FeatureDriftView {
  feature: string;
  kind: 'numeric' | 'categorical';
  verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  pValue: number | null;
  adjustedPValue: number | null;
  effect: number | null;
  minimumEffect: number;
  measures: Record<string, number | null>;
  unseen: string[];
  missing: { reference: number; current: number };
  /** Bin labels with the share of rows in each, reference and current: the paired histogram. */
  bins: { label: string; reference: number; current: number }[];
}

/** Drift of how the features hang together: reconstruction errors of principal components fitted to the reference. */
export interface JointDriftView {
  verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  adjustedPValue: number | null;
  effect: number | null;
  features: number;
  components: { lost: number; explainedVariance: number };
  meanError: { reference: number | null; current: number | null };
  /** It drifts while no feature does. */
  alone: boolean;
}

/** What the model rests on, now against the reference. */
export interface AttributionDriftView {
  verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  reason?: 'too_few_rows' | 'too_many_features';
  method: string;
  baseline: 'reference' | 'first_served';
  rows: { reference: number; current: number };
  pValue: number | null;
  /** Share of all attribution that moved between features, less what no drift would show. */
  effect: number | null;
  minimumEffect: number;
  ndcg: number | null;
  /** Share of all attribution, by falling reference share. */
  features: { feature: string; reference: number; current: number }[];
}

/** Detectors of change in the labelled errors of one version. */
export interface ErrorStreamView {
  version: number;
  /** Labelled rows so far, and the share of wrong answers in all and since the last change. */
  rows: number;
  errorRate: number | null;
  errorRateNow: number | null;
  detectors: { detector: 'adwin' | 'page_hinkley' | 'ddm'; verdict: 'alarm' | 'quiet' | 'not_enough_evidence' }[];
  /** Newest first. */
  alarms: {
    detector: string;
    direction: 'worse' | 'better';
    row: number;
    servedAt: string;
    rateBefore: number;
    rateNow: number;
  }[];
}

export interface DriftReportView {
  model: string;
  version: number;
  from: string;
  to: string;
  verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  rows: { reference: number; current: number };
  alpha: number;
  features: FeatureDriftView[];
  joint: JointDriftView | null;
  attribution: AttributionDriftView | null;
  share: { drifted: number; tested: number };
}

export interface DriftView {
  latest: DriftReportView | null;
  /** Newest version first. */
  streams: ErrorStreamView[];
  /** Oldest first: one entry a check, per feature its effect and verdict (the heat map). */
  history: {
    version: number;
    from: string;
    to: string;
    verdict: string;
    rows: number;
    features: { feature: string; effect: number | null; verdict: string }[];
  }[];
}
