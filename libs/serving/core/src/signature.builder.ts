import type { Feature, ModelInput, Signature } from '@plumbline/registry-core';

const FEATURES: readonly Feature[] = [
  { name: 'age', type: 'number', required: true, minimum: 18, maximum: 95, unit: 'years', personal: true },
  { name: 'visits', type: 'integer', required: false },
  { name: 'member', type: 'boolean', required: false },
  { name: 'job', type: 'category', required: true, categories: ['admin', 'blue-collar', 'services'] },
];

/** For specs: a binary model with one float tensor over four features, unless told otherwise. */
export function aSignature(change: Partial<Signature> = {}): Signature {
  const features = change.features ?? FEATURES;
  const input: ModelInput = { name: 'features', elementType: 'float', features: features.map(({ name }) => name) };
  return {
    schemaVersion: 1,
    task: 'binary',
    features,
    inputs: [input],
    output: {
      scoreTensor: 'probabilities',
      scoreColumn: 1,
      classes: ['no', 'yes'],
      positiveClass: 'yes',
      threshold: 0.5,
    },
    label: 'y',
    protectedAttributes: [],
    ...change,
  };
}
