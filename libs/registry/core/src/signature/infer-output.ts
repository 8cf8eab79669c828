import type { GraphDescription, TensorDescription } from '../artifact/artifact-inspector.port';
import { invalidVersion } from '../registry.errors';
import { isMissing, numberOf } from '../table/cell';
import type { ModelOutput } from './signature';

const USUAL_POSITIVE = new Set(['1', 'true', 'yes', 'y', 't', '1.0', 'positive']);
const NUMERIC = new Set(['float', 'double']);

export const isScoreTensor = ({ kind, elementType }: TensorDescription): boolean =>
  kind === 'tensor' && NUMERIC.has(elementType);

/** Floats with the most class-like shape first: [N, 2], then [N, 1], then anything. */
function scoreTensorOf({ outputs }: GraphDescription, wantedWidth: number): TensorDescription {
  const candidates = outputs.filter(isScoreTensor);
  const wide = candidates.find(({ shape }) => shape?.at(-1) === wantedWidth && shape.length > 1);
  const found = wide ?? candidates.find(({ name }) => /prob|score/i.test(name)) ?? candidates[0];
  if (found) return found;
  const names = outputs.map(({ name, kind, elementType }) => `${name} (${kind} of ${elementType})`).join(', ');
  const detail = `no output is a float tensor; the model gives ${names}. Export a probability (scikit-learn: options={"zipmap": False})`;
  throw invalidVersion('output_unsupported', '/artifact', detail);
}

/** Sorted as scikit-learn sorts classes: by value when all are numbers, else by code unit. */
function classesOf(cells: readonly string[]): string[] {
  const names = [...new Set(cells.filter((cell) => !isMissing(cell)))];
  const numeric = names.every((name) => numberOf(name) !== null);
  return names.sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
}

function positiveOf(classes: readonly string[], wanted: string | undefined): string {
  const said = `the label has ${classes.join(' and ')}`;
  if (wanted !== undefined) {
    if (classes.includes(wanted)) return wanted;
    throw invalidVersion('positive_class_unknown', '/manifest/positiveClass', `${said}, not ${wanted}`);
  }
  const usual = classes.filter((name) => USUAL_POSITIVE.has(name.toLowerCase()));
  if (usual.length === 1 && usual[0] !== undefined) return usual[0];
  throw invalidVersion('positive_class_missing', '/manifest/positiveClass', `${said}: say which one is positive`);
}

export interface InferredOutput {
  readonly task: 'binary' | 'regression';
  readonly output: ModelOutput;
}

/** Without a graph: `probabilities` [N, 2], what our own trainers write. */
export function inferOutput(
  labelName: string,
  cells: readonly string[],
  positiveClass: string | undefined,
  graph: GraphDescription | undefined,
): InferredOutput {
  const classes = classesOf(cells);
  if (classes.length < 2) {
    const detail = `label ${labelName} has ${classes.length === 0 ? 'no value' : `only the value ${classes[0]}`}: nothing to tell apart`;
    throw invalidVersion('label_constant', '/manifest/label', detail);
  }
  if (classes.length === 2) {
    const positive = positiveOf(classes, positiveClass);
    const tensor = graph && scoreTensorOf(graph, 2);
    const columns =
      tensor === undefined || tensor.shape === null || tensor.shape.length < 2 ? null : tensor.shape.at(-1);
    const oneColumn = tensor !== undefined && (tensor.shape?.length === 1 || columns === 1);
    const scoreColumn = oneColumn ? 0 : classes.indexOf(positive);
    const scoreTensor = tensor?.name ?? 'probabilities';
    return { task: 'binary', output: { scoreTensor, scoreColumn, classes, positiveClass: positive, threshold: 0.5 } };
  }
  if (!classes.every((name) => numberOf(name) !== null) || positiveClass !== undefined) {
    const detail = `label ${labelName} has ${classes.length} classes (${classes.slice(0, 5).join(', ')} ...): two classes, or numbers for a regression, are supported`;
    throw invalidVersion('label_unsupported', '/manifest/label', detail);
  }
  const scoreTensor = graph ? scoreTensorOf(graph, 1).name : 'variable';
  return {
    task: 'regression',
    output: { scoreTensor, scoreColumn: 0, classes: [], positiveClass: null, threshold: 0 },
  };
}
