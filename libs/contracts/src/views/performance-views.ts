export interface PerformancePointView {
  version: number;
  from: string;
  to: string;
  predictions: number;
  labelled: number;
  positiveRate: number | null;
  meanScore: number | null;
  logLoss: number | null;
  auc: number | null;
  accuracy: number | null;
}

export interface PerformanceView {
  /** Expected at birth, from the hold-out. */
  expected: { version: number; logLoss: number | null; auc: number | null } | null;
  total: Omit<PerformancePointView, 'version'> | null;
  windows: PerformancePointView[];
}
