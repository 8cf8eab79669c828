/** Where a reader puts what it finds of one column; rows come in any number of batches. */
export interface NumberSink {
  readonly kind: 'numeric';
  /** NaN is missing. The array is used again: copy what is to be kept. */
  add(values: Float64Array): void;
  /** A value that is no number, at this byte of the file; it was added as missing. */
  notNumber(text: string, offset: number): void;
}

export interface CategorySink {
  readonly kind: 'categorical';
  add(bytes: Uint8Array, from: number, to: number, count: number): void;
}

export type ColumnSink = NumberSink | CategorySink;

/** A column of the file by its place; columns that nobody wants have no entry. */
export interface SunkColumn {
  readonly at: number;
  readonly sink: ColumnSink;
}
