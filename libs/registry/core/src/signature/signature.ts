import type { Preprocessing } from '@plumbline/preprocessing';

/** How one value of a request becomes a number for the model, the drift bins and the training data. */
export interface Feature {
  readonly name: string;
  readonly type: 'number' | 'integer' | 'boolean' | 'category';
  /** A missing optional feature is encoded as NaN, which tree models route by themselves. */
  readonly required: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Only for `category`. The order is part of the contract: a category is encoded as its index here. */
  readonly categories?: readonly string[];
  /** Used where an optional value is missing, in training's encoding as in serving's. The event keeps that it was missing. */
  readonly default?: number | boolean | string;
  /** After a missing value was filled: what the model sees, in training as in serving. */
  readonly preprocessing?: Preprocessing;
  readonly unit?: string;
  readonly description?: string;
  /** Personal values never reach a log. */
  readonly personal?: boolean;
}

/** One input tensor of the ONNX graph, shape [rows, columns]: a column a feature, more for a one-hot one. */
export interface ModelInput {
  readonly name: string;
  readonly elementType: 'float' | 'double' | 'float16' | 'int64' | 'int32' | 'bool' | 'string';
  readonly features: readonly string[];
  /** Sizes of a row where they are not [columns]: [1, 10] for [rows, 1, 10], [] for [rows]. Their product is the width. */
  readonly rowShape?: readonly number[];
}

export interface ModelOutput {
  /** Tensor that holds the score: [rows, classes], [rows, 1] or [rows]. */
  readonly scoreTensor: string;
  /** Column of the positive class in `scoreTensor`. */
  readonly scoreColumn: number;
  /** Class names in column order; empty for regression. */
  readonly classes: readonly string[];
  readonly positiveClass: string | null;
  /** A score at or above it is labelled positive. */
  readonly threshold: number;
  /** `label`: the tensor holds class names or numbers, no probability; a score is then 0 or 1. Absent: `score`. */
  readonly kind?: 'score' | 'label';
  /** Turns log-odds into probabilities; absent: the tensor holds probabilities (or, for a regression, values) already. */
  readonly transform?: 'sigmoid' | 'softmax';
  /** The one column is the probability of the other class: the score is 1 minus it. */
  readonly complement?: boolean;
}

/** A group attribute for fairness: from a feature of the model or from the request's `attributes`. */
export interface ProtectedAttribute {
  readonly name: string;
  readonly source: 'feature' | 'attribute';
  /** Ascending band edges for a numeric attribute: [30, 45] gives `<30`, `30-44`, `45+`. Absent: values are groups. */
  readonly bands?: readonly number[];
}

export interface Signature {
  readonly schemaVersion: 1;
  readonly task: 'binary' | 'multiclass' | 'regression';
  readonly features: readonly Feature[];
  readonly inputs: readonly ModelInput[];
  readonly output: ModelOutput;
  /** Name of the outcome column, for people and for training; never an input. */
  readonly label: string;
  readonly protectedAttributes: readonly ProtectedAttribute[];
  /** The graph was exported for exactly this many rows a run: serving fills up shorter batches and parts longer ones. */
  readonly batchRows?: number;
}
