import type { GraphDescription, TensorDescription } from '../artifact/graph-description';
import type { Signature } from './signature';

/** Two features, one float tensor, two classes. */
export function aSignature(changes: Partial<Signature> = {}): Signature {
  return {
    schemaVersion: 1,
    task: 'binary',
    features: [
      { name: 'age', type: 'integer', required: true, minimum: 18, maximum: 90 },
      { name: 'city', type: 'category', required: true, categories: ['berlin', 'paris'] },
    ],
    inputs: [{ name: 'features', elementType: 'float', features: ['age', 'city'] }],
    output: {
      scoreTensor: 'probabilities',
      scoreColumn: 1,
      classes: ['no', 'yes'],
      positiveClass: 'yes',
      threshold: 0.5,
    },
    label: 'churned',
    protectedAttributes: [],
    ...changes,
  };
}

export const aTensor = (changes: Partial<TensorDescription> = {}): TensorDescription => ({
  name: 'features',
  kind: 'tensor',
  elementType: 'float',
  shape: ['N', 2],
  ...changes,
});

/** What scikit-learn's exporter writes, ZipMap taken out. */
export function aGraph(changes: Partial<GraphDescription> = {}): GraphDescription {
  return {
    inputs: [aTensor()],
    outputs: [
      aTensor({ name: 'label', elementType: 'int64', shape: ['N'] }),
      aTensor({ name: 'probabilities', shape: ['N', 2] }),
    ],
    ...changes,
  };
}
