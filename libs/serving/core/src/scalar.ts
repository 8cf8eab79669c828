/** A value as it was asked: category names, not codes; null is missing. */
export type Scalar = string | number | boolean | null;
/** One row in the order of the signature's features. */
export type FeatureRow = readonly Scalar[];
export type Instance = Readonly<Record<string, unknown>>;
