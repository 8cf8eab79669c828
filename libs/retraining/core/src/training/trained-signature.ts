import { standardInputs, type Signature } from '@plumbline/registry-core';

/** Why the built-in trainers cannot follow this version; null when they can. */
export function trainingObstacle({ task, output }: Signature): string | null {
  if (task !== 'binary')
    return `The built-in trainers tell two classes apart; the champion is a ${task} model. Train the next version elsewhere and push it.`;
  if (output.kind === 'label')
    return 'The champion answers labels only, without a probability to compare a candidate with. Push and promote a version with probabilities first.';
  return null;
}

/**
 * The built-in trainers read one float tensor and write the probability of the positive class into the second column,
 * whatever the graph of the version before looked like: features, groups and threshold stay, tensors change.
 */
export function trainedSignature({ batchRows: _, ...signature }: Signature): Signature {
  const { classes, positiveClass, threshold } = signature.output;
  const positive = positiveClass ?? classes[1] ?? '1';
  const negative = classes.find((name) => name !== positive) ?? '0';
  return {
    ...signature,
    inputs: standardInputs(signature.features.map(({ name }) => name)),
    output: {
      scoreTensor: 'probabilities',
      scoreColumn: 1,
      classes: [negative, positive],
      positiveClass: positive,
      threshold,
    },
  };
}
