export interface LineSeries {
  readonly key: string;
  readonly label: string;
}

export interface LinePoint {
  /** ISO time. */
  readonly at: string;
  readonly values: Readonly<Record<string, number | null>>;
}

export interface PairedBar {
  readonly label: string;
  readonly reference: number;
  readonly current: number;
}
