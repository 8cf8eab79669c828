/** A size; the name of a symbolic size; or null where the model says nothing. */
export type Dimension = number | string | null;

export interface TensorDescription {
  readonly name: string;
  /** `tensor`, or what else the graph has there, such as `sequence`. */
  readonly kind: string;
  readonly elementType: string;
  /** null: the rank is not known. */
  readonly shape: readonly Dimension[] | null;
}

export interface GraphDescription {
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}
