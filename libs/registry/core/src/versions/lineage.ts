/** Estimate with its interval, as the card and the gates show it. */
export interface MetricInterval {
  readonly low: number;
  readonly high: number;
  /** 0.95 for a 95 % interval. */
  readonly level: number;
  /** Rows that it was measured on. */
  readonly rows: number;
  /** `bootstrap`, `wilson`, `delong` ... */
  readonly method: string;
  /** Where the rows are from: `reference` (in-sample), `cross-validation`, `hold-out`. */
  readonly on: string;
}

export interface DataSnapshot {
  readonly name: string;
  /** Lower-case hex SHA-256 of the content. */
  readonly digest: string;
  readonly rows?: number;
}

/** What a version was made from. Everything is optional: what nobody told is not made up. */
export interface Lineage {
  readonly data?: readonly DataSnapshot[];
  readonly trainer?: { readonly name: string; readonly version?: string };
  readonly parameters?: Readonly<Record<string, string | number | boolean | null>>;
  readonly parentVersion?: number;
  readonly codeCommit?: string;
  /** Who asked: a training run's id, an MLflow run's id. */
  readonly runId?: string;
}
