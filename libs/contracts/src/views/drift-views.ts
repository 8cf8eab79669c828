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

export interface DriftReportView {
  model: string;
  version: number;
  from: string;
  to: string;
  verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  rows: { reference: number; current: number };
  alpha: number;
  features: FeatureDriftView[];
  share: { drifted: number; tested: number };
}

export interface DriftView {
  latest: DriftReportView | null;
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
