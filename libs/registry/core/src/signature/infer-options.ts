import type { DeclaredPreprocessing } from '@plumbline/preprocessing';
import type { GraphDescription } from '../artifact/graph-description';
import type { Feature, ModelOutput, Signature } from './signature';

/** scikit-learn's SimpleImputer strategies. */
export type Imputation = 'mean' | 'median' | 'most_frequent';

/** What a person says about a feature: it goes before what the data shows. */
export interface FeatureFacts {
  readonly type?: Feature['type'] | undefined;
  readonly required?: boolean | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** In the order that training numbered them. */
  readonly categories?: readonly string[] | undefined;
  /** Used where the value is missing; the feature is then optional. */
  readonly default?: Feature['default'] | undefined;
  /** Makes a `default` out of the reference. */
  readonly imputation?: Imputation | undefined;
  /** What is left out is found in the reference. */
  readonly preprocessing?: DeclaredPreprocessing | undefined;
  readonly unit?: string | undefined;
  readonly description?: string | undefined;
  readonly personal?: boolean | undefined;
  readonly protected?: boolean | undefined;
}

/** A column that the model takes, as an MLflow signature names it. */
export interface InputHint {
  readonly name: string;
  /** `string`, `boolean`, `integer`, `long`, `float`, `double`; others are not looked at. */
  readonly type?: string | undefined;
  readonly required?: boolean | undefined;
}

/** What the manifest may set right: everything here goes before what graph and data show. */
export interface ToldSignature {
  readonly task?: Signature['task'] | undefined;
  /** Name of the output that holds the score, or the label of a model that answers labels only. */
  readonly scoreOutput?: string | undefined;
  readonly scoreColumn?: number | undefined;
  readonly scoreTransform?: 'none' | NonNullable<ModelOutput['transform']> | undefined;
  /** The one column is the probability of the other class. */
  readonly complement?: boolean | undefined;
  readonly threshold?: number | undefined;
  /** Class names in the order of the score columns. */
  readonly classes?: readonly string[] | undefined;
  readonly positiveClass?: string | undefined;
  /** By feature name. */
  readonly features?: Readonly<Record<string, FeatureFacts>> | undefined;
  /** `sorted`: training numbered the categories of text columns in the order of their code units. */
  readonly categoryOrder?: 'sorted' | undefined;
}

export interface InferOptions extends ToldSignature {
  /** The outcome's column in the table; without it nothing is read from labels. */
  readonly label?: string | undefined;
  /** Columns that the model does not see: identifiers, what is known only afterwards. */
  readonly drop?: readonly string[] | undefined;
  readonly protectedNames?: readonly string[] | undefined;
  /** Columns that the model takes, in their order; the table's others are left out. */
  readonly inputs?: readonly InputHint[] | undefined;
  /** Absent before training: then the standard form of our own trainers. */
  readonly graph?: GraphDescription | undefined;
  /** Class labels that the graph names, in column order. */
  readonly classLabels?: readonly string[] | null | undefined;
  /** Operators of the graph: a regressor node tells a value from a probability. */
  readonly operators?: readonly string[] | undefined;
}
