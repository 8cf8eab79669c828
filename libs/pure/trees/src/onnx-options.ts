export interface OnnxOptions {
  /** `features` unless told otherwise. */
  inputName?: string;
  /** What labels 0 and 1 are called: two integers give an int64 output, two strings a string output. Default [0, 1]. */
  classes?: readonly [number, number] | readonly [string, string];
  producer?: { name: string; version: string };
  /** Written into the model's metadata beside the feature names: trainer parameters, data digest ... */
  metadata?: Readonly<Record<string, string>>;
}

export interface GraphDescription {
  inputName: string;
  labelType: 'int64' | 'string';
  classes: { strings: string[] } | { ints: number[] };
  producer: { name: string; version: string };
  metadata: Record<string, string>;
}

/** Stands in the graphs that we write, and in the lineage of the versions made from them. */
export const DEFAULT_PRODUCER = { name: 'plumbline', version: '0.1.0' };

/** Everything about the graph that does not depend on the kind of model. Feature names travel as JSON metadata. */
export function graphDescription(
  model: { kind: string; featureNames: readonly string[]; categorical: readonly boolean[] },
  { inputName = 'features', classes = [0, 1], producer = DEFAULT_PRODUCER, metadata = {} }: OnnxOptions,
): GraphDescription {
  return {
    inputName,
    labelType: typeof classes[0] === 'string' ? 'string' : 'int64',
    classes: typeof classes[0] === 'string' ? { strings: classes.map(String) } : { ints: classes.map(Number) },
    producer,
    metadata: {
      'plumbline.trainer': model.kind,
      'plumbline.feature_names': JSON.stringify(model.featureNames),
      'plumbline.categorical': JSON.stringify(model.categorical),
      ...metadata,
    },
  };
}
