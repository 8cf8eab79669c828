/** (x - mean) / deviation. */
export interface Standardize {
  readonly kind: 'standardize';
  readonly mean: number;
  /** Above 0. */
  readonly deviation: number;
  /** ln(1 + x) first: `mean` and `deviation` are then of the logarithms. */
  readonly log1p?: boolean | undefined;
}

/** (x - minimum) / (maximum - minimum): 0 to 1 over the range, beyond it outside. */
export interface MinMax {
  readonly kind: 'min-max';
  readonly minimum: number;
  readonly maximum: number;
  /** ln(1 + x) first: `minimum` and `maximum` are then of the logarithms. */
  readonly log1p?: boolean | undefined;
}

/** ln(1 + x), for numbers above -1. */
export interface Log1p {
  readonly kind: 'log1p';
}

/** How many edges are at or below x: 0 below the first, `edges.length` from the last on. */
export interface Buckets {
  readonly kind: 'buckets';
  /** Ascending. */
  readonly edges: readonly number[];
}

/** A column a category in the order of the signature, 1 in the one that it is and 0 in all others. */
export interface OneHot {
  readonly kind: 'one-hot';
  /** A category that the signature does not know: all 0 (default), 1 in a column of its own after the known, or refused. */
  readonly unknown?: 'zeros' | 'column' | 'refuse' | undefined;
  /** A missing value without a default: all 0 (default), or 1 in the last column. */
  readonly missing?: 'zeros' | 'column' | undefined;
}

/** What becomes of a feature's value, after a missing one was filled, before the model sees it. */
export type Preprocessing = Standardize | MinMax | Log1p | Buckets | OneHot;

/** As a signature names a feature; only what the encoding depends on. */
export interface EncodedFeature {
  readonly name: string;
  readonly type: 'number' | 'integer' | 'boolean' | 'category';
  readonly categories?: readonly string[] | undefined;
  /** Stands for a missing value. */
  readonly default?: number | boolean | string | undefined;
  readonly preprocessing?: Preprocessing | undefined;
}

export type Scalar = string | number | boolean | null;
