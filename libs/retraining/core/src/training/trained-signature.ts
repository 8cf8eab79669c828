import { standardInputs, type Signature } from '@plumbline/registry-core';

/**
 * The built-in trainers read one float tensor and write the probability of the positive class into the second column,
 * whatever the graph of the version before looked like: features, groups and threshold stay, tensors change.
 */
export function trainedSignature(signature: Signature): Signature {
  const { classes, positiveClass } = signature.output;
  const positive = positiveClass ?? classes[1] ?? '1';
  const negative = classes.find((name) => name !== positive) ?? '0';
  return {
    ...signature,
    inputs: standardInputs(signature.features.map(({ name }) => name)),
    output: {
      ...signature.output,
      scoreTensor: 'probabilities',
      scoreColumn: 1,
      classes: [negative, positive],
      positiveClass: positive,
    },
  };
}
