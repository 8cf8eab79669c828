import type { FieldProblem } from '@plumbline/problem';
import type { GraphDescription, TensorDescription } from '../artifact/graph-description';
import { names } from './check-inputs';
import { isLabelTensor, isNumberTensor, isScoreTensor } from './infer-output';
import type { Signature } from './signature';
import { describeTensor, outputColumns } from './tensor-shape';

type Problem = (field: string, detail: string) => FieldProblem;
const at: Problem = (field, detail) => ({ pointer: `/manifest/signature/output/${field}`, detail });

function binaryProblems({ output }: Signature, columns: number | null): FieldProblem[] {
  const { classes, positiveClass, scoreColumn, kind } = output;
  if (new Set(classes).size !== 2 || classes.length !== 2)
    return [at('classes', 'a binary model names its two classes, in the order of the score columns')];
  if (positiveClass === null || !classes.includes(positiveClass))
    return [at('positiveClass', `the positive class is ${classes.join(' or ')}`)];
  if (kind === 'label') return [];
  if (columns !== null && columns > 2)
    return [at('classes', `${output.scoreTensor} has ${columns} classes; a binary model has two`)];
  if (columns === 2 && !output.complement && classes[scoreColumn] !== positiveClass) {
    const held = classes[scoreColumn] ?? 'nothing';
    return [at('scoreColumn', `column ${scoreColumn} holds ${held}, not ${positiveClass}`)];
  }
  return [];
}

function multiclassProblems({ output }: Signature, columns: number | null): FieldProblem[] {
  const { classes, positiveClass, kind, complement } = output;
  const found: FieldProblem[] = [];
  if (classes.length < 3 || new Set(classes).size !== classes.length)
    found.push(at('classes', 'a multiclass model names its three or more classes, in the order of the score columns'));
  else if (kind !== 'label' && columns !== null && columns !== classes.length)
    found.push(at('classes', `${output.scoreTensor} has ${columns} columns; the signature names ${classes.length}`));
  if (positiveClass !== null) found.push(at('positiveClass', 'a multiclass model has none: send null'));
  if (complement) found.push(at('complement', 'only the one column of a binary model can be of the other class'));
  return found;
}

function regressionProblems({ output }: Signature): FieldProblem[] {
  const { classes, kind, transform, complement } = output;
  const found: FieldProblem[] = [];
  if (classes.length > 0) found.push(at('classes', 'a regression has no classes: send an empty list'));
  if (kind === 'label') found.push(at('kind', 'a regression answers numbers, not labels'));
  if (transform !== undefined) found.push(at('transform', 'the value of a regression is no log-odds'));
  if (complement) found.push(at('complement', 'only the one column of a binary model can be of the other class'));
  return found;
}

function classProblems(signature: Signature, columns: number | null): FieldProblem[] {
  switch (signature.task) {
    case 'binary':
      return binaryProblems(signature, columns);
    case 'multiclass':
      return multiclassProblems(signature, columns);
    case 'regression':
      return regressionProblems(signature);
  }
}

function elementProblems({ task, output }: Signature, tensor: TensorDescription): FieldProblem[] {
  const given = `${tensor.name} is ${describeTensor(tensor)}`;
  if (output.kind === 'label')
    return isLabelTensor(tensor) || isScoreTensor(tensor) ? [] : [at('scoreTensor', `${given}, which holds no labels`)];
  if (task === 'regression')
    return isNumberTensor(tensor) ? [] : [at('scoreTensor', `${given}, a tensor of numbers is wanted`)];
  if (isScoreTensor(tensor)) return [];
  const fix = isLabelTensor(tensor) ? '; if it holds labels, say kind "label"' : '';
  return [at('scoreTensor', `${given}, a float tensor is wanted${fix}`)];
}

function transformProblems({ output }: Signature, columns: number | null): FieldProblem[] {
  const { transform, kind, complement } = output;
  if (transform === undefined) return [];
  if (kind === 'label') return [at('transform', 'labels are no log-odds: leave it out')];
  if (transform === 'softmax' && columns === 1)
    return [at('transform', 'a softmax needs one column a class; of one column take the sigmoid')];
  return complement && transform === 'softmax'
    ? [at('complement', 'a softmax has a column of each class: choose it')]
    : [];
}

/** The score tensor is there, holds what the task needs, and its columns are the classes. */
export function outputProblems(signature: Signature, { outputs }: GraphDescription): FieldProblem[] {
  const { scoreTensor, scoreColumn, kind } = signature.output;
  const tensor = outputs.find(({ name }) => name === scoreTensor);
  if (!tensor) return [at('scoreTensor', `the graph has no output ${scoreTensor}; it has ${names(outputs)}`)];
  const wrong = elementProblems(signature, tensor);
  if (wrong.length > 0) return wrong;
  const columns = outputColumns(tensor);
  const found = [...classProblems(signature, columns), ...transformProblems(signature, columns)];
  if (kind === 'label' && signature.output.complement)
    found.push(at('complement', 'labels have no probability of the other class'));
  if (columns !== null && scoreColumn >= columns)
    found.push(at('scoreColumn', `${scoreTensor} has ${columns} columns, counted from 0`));
  return found;
}
