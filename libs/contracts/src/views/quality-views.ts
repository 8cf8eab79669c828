export interface QualityCheckView {
  check: 'missing' | 'wrong_type' | 'out_of_range' | 'new_category' | 'constant' | 'volume' | 'freshness';
  /** Null for the window as a whole. */
  feature: string | null;
  verdict: 'violated' | 'within' | 'not_enough_evidence';
  /** Share of rows that break the rule; rows for the volume, milliseconds without a prediction for the freshness. */
  observed: { estimate: number | null; low: number | null; high: number | null; n: number };
  expected: number | null;
  limit: number | null;
  pValue: number | null;
  adjustedPValue: number | null;
  /** What `expected` comes from. */
  basis: 'reference' | 'signature' | 'earlier_windows' | 'policy' | 'none';
  examples: string[];
}

export interface QualityReportView {
  model: string;
  version: number;
  from: string;
  to: string;
  verdict: QualityCheckView['verdict'];
  rows: number;
  alpha: number;
  checks: QualityCheckView[];
}

export interface QualityView {
  latest: QualityReportView | null;
  /** As of now. */
  freshness: QualityCheckView;
  /** Oldest first: one entry a check. */
  history: {
    version: number;
    from: string;
    to: string;
    verdict: string;
    rows: number;
    violated: { check: string; feature: string | null }[];
  }[];
}
