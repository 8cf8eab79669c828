import type { GraphDescription, TensorDescription } from '../artifact/graph-description';
import { invalidVersion } from '../registry.errors';
import type { Choice } from './detection';
import type { InferOptions } from './infer-options';
import type { ModelOutput, Signature } from './signature';
import { describeTensor, outputColumns } from './tensor-shape';

const FLOATING = new Set(['float', 'double', 'float16']);
const LABELS = new Set(['int64', 'int32', 'string', 'bool']);
const NUMBERS = new Set([...FLOATING, 'int64', 'int32']);

export const isScoreTensor = ({ kind, elementType }: TensorDescription): boolean =>
  kind === 'tensor' && FLOATING.has(elementType);
/** May hold class names or class numbers. */
export const isLabelTensor = ({ kind, elementType }: TensorDescription): boolean =>
  kind === 'tensor' && LABELS.has(elementType);
/** May hold the value of a regression. */
export const isNumberTensor = ({ kind, elementType }: TensorDescription): boolean =>
  kind === 'tensor' && NUMBERS.has(elementType);

const describe = (outputs: readonly TensorDescription[]): string =>
  outputs.map((output) => `${output.name} (${describeTensor(output)})`).join(', ');

export interface ScoreOutput {
  readonly tensor: TensorDescription;
  readonly kind: NonNullable<ModelOutput['kind']>;
  readonly choice: Choice;
}

function noneFits({ outputs }: GraphDescription, wanted: string): Error {
  const detail = `no output is ${wanted}; the model gives ${describe(outputs)}. Export a probability (scikit-learn: options={"zipmap": False}), or the value of a regression`;
  return invalidVersion('output_unsupported', '/artifact', detail);
}

function toldOutput({ outputs }: GraphDescription, name: string, task: Signature['task']): ScoreOutput {
  const tensor = outputs.find((output) => output.name === name);
  const others = outputs.filter((output) => output !== tensor).map((output) => output.name);
  if (!tensor) {
    const detail = `the model has no output ${name}; it gives ${describe(outputs)}`;
    throw invalidVersion('score_output_unknown', '/manifest/scoreOutput', detail);
  }
  const isScore = task === 'regression' ? isNumberTensor(tensor) : isScoreTensor(tensor);
  if (!isScore && (task === 'regression' || !isLabelTensor(tensor))) {
    const detail = `${describe([tensor])} holds neither scores nor labels; the model gives ${describe(outputs)}`;
    throw invalidVersion('output_unsupported', '/manifest/scoreOutput', detail);
  }
  const choice = { chosen: name, because: 'the manifest says so', alternatives: others, told: true };
  return { tensor, kind: isScore ? 'score' : 'label', choice };
}

interface Preference {
  readonly fits: (tensor: TensorDescription) => boolean;
  readonly because: string;
}

/** From the most to the least telling. */
function preferences(task: Signature['task'], classCount: number | null): Preference[] {
  const ofWidth = (width: number, because: string): Preference => ({
    fits: (tensor) => isScoreTensor(tensor) && outputColumns(tensor) === width,
    because,
  });
  const named: Preference = {
    fits: (tensor) => isScoreTensor(tensor) && /prob|score/i.test(tensor.name),
    because: 'its name says that it holds scores',
  };
  if (task === 'regression')
    return [
      ofWidth(1, 'it is a float tensor of one number a row'),
      { fits: isScoreTensor, because: 'it is the first float tensor' },
      { fits: isNumberTensor, because: 'it is the only tensor of numbers' },
    ];
  const width = classCount ?? 2;
  return [
    ofWidth(width, `it is a float tensor of ${width} numbers a row, one a class`),
    named,
    ...(task === 'binary' ? [ofWidth(1, 'it is a float tensor of one number a row')] : []),
    {
      fits: (tensor) => isScoreTensor(tensor) && (task === 'binary' || outputColumns(tensor) !== 1),
      because: 'it is the first float tensor',
    },
  ];
}

/**
 * Which output holds the score.
 * @param classCount how many classes are known to be; null where nobody said
 */
export function inferScoreOutput(
  graph: GraphDescription,
  task: Signature['task'],
  classCount: number | null,
  { scoreOutput }: InferOptions,
): ScoreOutput {
  if (scoreOutput !== undefined) return toldOutput(graph, scoreOutput, task);
  const others = (tensor: TensorDescription): string[] =>
    graph.outputs.filter((output) => output !== tensor).map(({ name }) => name);
  for (const { fits, because } of preferences(task, classCount)) {
    const tensor = graph.outputs.find(fits);
    if (tensor)
      return {
        tensor,
        kind: 'score',
        choice: { chosen: tensor.name, because, alternatives: others(tensor), told: false },
      };
  }
  if (task === 'regression') throw noneFits(graph, 'a tensor of numbers');
  const label = graph.outputs.find(isLabelTensor) ?? graph.outputs.find(isScoreTensor);
  if (!label) throw noneFits(graph, 'a tensor of scores or labels');
  const because = 'the model gives labels and no probability: scores are 1 and 0, and no log loss or AUC is shown';
  return {
    tensor: label,
    kind: 'label',
    choice: { chosen: label.name, because, alternatives: others(label), told: false },
  };
}

function columnProblem(column: number, tensor: TensorDescription, columns: number): Error {
  const detail = `${tensor.name} has ${columns} columns, counted from 0; there is no column ${column}`;
  return invalidVersion('score_column_unknown', '/manifest/scoreColumn', detail);
}

/** Column, transform and threshold of a chosen output. */
export function outputOf(
  task: Signature['task'],
  { tensor, kind }: Pick<ScoreOutput, 'tensor' | 'kind'>,
  classes: readonly string[],
  positive: string | null,
  options: InferOptions,
): ModelOutput {
  const columns = outputColumns(tensor);
  const { scoreColumn: told, scoreTransform, threshold, complement: isOther } = options;
  if (told !== undefined && columns !== null && told >= columns) throw columnProblem(told, tensor, columns);
  const isSingle = columns === 1;
  const place = positive === null || isSingle || kind === 'label' ? 0 : classes.indexOf(positive);
  // One column is by convention the probability of the class that sorts last.
  const complement = isOther ?? (task === 'binary' && isSingle && kind === 'score' && classes[0] === positive);
  return {
    scoreTensor: tensor.name,
    scoreColumn: told ?? place,
    classes: [...classes],
    positiveClass: positive,
    threshold: threshold ?? (task === 'regression' ? 0 : 0.5),
    ...(kind === 'label' ? { kind } : {}),
    ...(scoreTransform === undefined || scoreTransform === 'none' ? {} : { transform: scoreTransform }),
    ...(complement ? { complement } : {}),
  };
}
