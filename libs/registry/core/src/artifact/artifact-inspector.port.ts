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

export interface InspectedArtifact {
  readonly graph: GraphDescription;
  /** What is to be stored: the bytes as sent, or changed where the runtime could not have answered. */
  readonly artifact: Uint8Array;
  /** What was changed, for `source`. */
  readonly changes: readonly string[];
}

export interface ArtifactInspector {
  /** Rejects with VersionInvalidError at /artifact when the bytes are no model that the runtime can load. */
  inspect(artifact: Uint8Array): Promise<InspectedArtifact>;
}
