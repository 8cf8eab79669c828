import type { Signature } from '@plumbline/registry-core';

const number = { type: 'number' };
const probability = (of: string) => ({ type: 'number', minimum: 0, maximum: 1, description: `probability of ${of}` });

const labelSchema = ({ output }: Signature) =>
  output.classes.length > 0 ? { type: 'string', enum: output.classes } : { type: 'string' };

function binary(signature: Signature): Readonly<Record<string, object>> {
  const { kind, positiveClass, threshold } = signature.output;
  const positive = positiveClass ?? 'the positive class';
  const score =
    kind === 'label'
      ? { type: 'number', enum: [0, 1], description: `1: ${positive}. The model gives labels and no probability` }
      : probability(positive);
  const description = kind === 'label' ? 'as the model answers' : `${positive} from a score of ${threshold} on`;
  return { score, label: { ...labelSchema(signature), description } };
}

function multiclass(signature: Signature): Readonly<Record<string, object>> {
  const { kind, classes } = signature.output;
  if (kind === 'label')
    return { label: { ...labelSchema(signature), description: 'the model gives labels and no probability' } };
  const properties = Object.fromEntries(classes.map((name) => [name, probability(name)]));
  return {
    label: { ...labelSchema(signature), description: 'the most probable class' },
    score: probability('the label'),
    probabilities: { type: 'object', required: classes, properties, additionalProperties: false },
  };
}

function answered(signature: Signature): Readonly<Record<string, object>> {
  switch (signature.task) {
    case 'regression':
      return { value: { ...number, description: signature.label } };
    case 'binary':
      return binary(signature);
    case 'multiclass':
      return multiclass(signature);
  }
}

/** What the service answers for a model of this signature. */
export function answerSchema(signature: Signature) {
  const text = { type: 'string' };
  const properties = { predictionId: text, modelVersion: text, ...answered(signature) };
  const row = { type: 'object', required: Object.keys(properties), properties };
  const heldOut = {
    type: 'object',
    description: 'The subject is held out, by the impact policy: do what would be done without a model',
    required: ['predictionId', 'modelVersion', 'holdout'],
    properties: { predictionId: text, modelVersion: text, holdout: { type: 'boolean', enum: [true] } },
  };
  return {
    type: 'object',
    required: ['model', 'predictions'],
    properties: { model: text, predictions: { type: 'array', items: { anyOf: [row, heldOut] } } },
  };
}

function exampleAnswer({ task, output }: Signature): object {
  const { classes, positiveClass, kind } = output;
  if (task === 'regression') return { value: 12.5 };
  const label = positiveClass ?? classes[0] ?? '1';
  if (kind === 'label') return task === 'binary' ? { score: 1, label } : { label };
  if (task === 'binary') return { score: Math.min(1, Math.max(output.threshold, 0.75)), label };
  const rest = classes.length > 1 ? 0.25 / (classes.length - 1) : 0;
  const probabilities = Object.fromEntries(classes.map((name) => [name, name === label ? 0.75 : rest]));
  return { label, score: 0.75, probabilities };
}

/** In the form of an answer; the numbers are made up. */
export const exampleResponse = (model: string, version: number, signature: Signature) => ({
  model,
  predictions: [
    {
      predictionId: '01a2b3c4-d5e6-7f80-9a0b-1c2d3e4f5a6b',
      modelVersion: String(version),
      ...exampleAnswer(signature),
    },
  ],
});
