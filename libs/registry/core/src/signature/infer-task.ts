import type { GraphDescription, TensorDescription } from '../artifact/graph-description';
import { invalidVersion } from '../registry.errors';
import { isMissing, numberOf } from '../table/cell';
import { isLabelTensor, isScoreTensor } from './infer-output';
import type { InferOptions } from './infer-options';
import type { Signature } from './signature';
import { describeTensor, outputColumns } from './tensor-shape';

export type Task = Signature['task'];

/** What there is to tell the task from. */
export interface TaskEvidence {
  /** Distinct labels of the data, sorted as scikit-learn sorts classes; null without a label column. */
  readonly labels: readonly string[] | null;
  readonly labelName: string;
  readonly graph: GraphDescription | undefined;
  readonly options: InferOptions;
}

export interface InferredTask {
  readonly task: Task;
  readonly because: string;
}

/** With more different whole numbers than this, a label is a quantity. */
const MAX_NUMBERED_CLASSES = 20;
const REGRESSION_OUTPUT = /^(variable|value|target|y_?pred)/i;

/** Sorted as scikit-learn sorts classes: by value when all are numbers, else by code unit. */
export function distinctLabels(cells: readonly string[]): string[] {
  const names = [...new Set(cells.filter((cell) => !isMissing(cell)))];
  const numeric = names.every((name) => numberOf(name) !== null);
  return names.sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
}

const isNumeric = (labels: readonly string[]): boolean => labels.every((label) => numberOf(label) !== null);
const isWhole = (labels: readonly string[]): boolean => labels.every((label) => Number.isInteger(numberOf(label)));

function ambiguous(said: string): Error {
  const detail = `${said}: say which it is with "task": "binary", "multiclass" or "regression"`;
  return invalidVersion('task_ambiguous', '/manifest/task', detail);
}

const several = (labels: readonly string[]): string =>
  `${labels.length} different values (${labels.slice(0, 5).join(', ')}${labels.length > 5 ? ' ...' : ''})`;

const outputsOf = ({ outputs }: GraphDescription): string =>
  outputs.map((output) => `${output.name} (${describeTensor(output)})`).join(', ');

interface GraphEvidence {
  readonly graph: GraphDescription;
  readonly scores: readonly TensorDescription[];
  readonly hasLabels: boolean;
  /** Columns of the widest float output; null where the graph leaves it open, 0 without one. */
  readonly columns: number | null;
}

function readGraph(graph: GraphDescription): GraphEvidence {
  const scores = graph.outputs.filter(isScoreTensor);
  const widths = scores.map(outputColumns);
  const known = widths.filter((width) => width !== null);
  const columns = widths.length > known.length && known.length === 0 ? null : Math.max(0, ...known);
  return { graph, scores, hasLabels: graph.outputs.some(isLabelTensor), columns };
}

/** Three or more different labels in the data. */
function fromManyLabels(labels: readonly string[], labelName: string, seen: GraphEvidence | null): InferredTask {
  const said = `label ${labelName} has ${several(labels)}`;
  if (!isNumeric(labels)) {
    if (seen?.columns === 1 && !seen.hasLabels)
      throw ambiguous(`${said}, and the model gives one number a row in ${outputsOf(seen.graph)}`);
    return { task: 'multiclass', because: `${said}, which are names` };
  }
  if (seen === null || (seen.columns === 1 && !seen.hasLabels))
    return { task: 'regression', because: `${said}, which are numbers, and the model gives one number a row` };
  if (seen.columns === labels.length && isWhole(labels))
    return { task: 'multiclass', because: `${said}, and the model gives ${seen.columns} numbers a row, one a class` };
  if (seen.hasLabels && seen.columns !== 1 && labels.length <= MAX_NUMBERED_CLASSES && seen.scores.length > 0)
    return { task: 'multiclass', because: `${said}, and the model gives a label beside its scores` };
  if (!isWhole(labels) || labels.length > MAX_NUMBERED_CLASSES)
    return { task: 'regression', because: `${said}, too many to be classes` };
  throw ambiguous(`${said}, and the model gives ${outputsOf(seen.graph)}`);
}

function fromLabels({ labels, labelName }: TaskEvidence, seen: GraphEvidence | null): InferredTask | null {
  if (labels === null) return null;
  if (labels.length < 2) {
    const detail = `label ${labelName} has ${labels.length === 0 ? 'no value' : `only the value ${labels[0]}`}: nothing to tell apart`;
    throw invalidVersion('label_constant', '/manifest/label', detail);
  }
  if (labels.length > 2) return fromManyLabels(labels, labelName, seen);
  return { task: 'binary', because: `label ${labelName} has two values, ${labels.join(' and ')}` };
}

/** Without labels in the data, and without class labels in the graph. */
function fromGraph({ graph, scores, hasLabels, columns }: GraphEvidence, operators: readonly string[]): InferredTask {
  const given = `the model gives ${outputsOf(graph)}`;
  if (columns !== null && columns > 1 && hasLabels)
    return {
      task: columns === 2 ? 'binary' : 'multiclass',
      because: `${given}: ${columns} numbers a row beside a label`,
    };
  const isRegressor =
    operators.some((name) => /Regressor$/.test(name)) && !operators.some((name) => /(^|\.)Sigmoid$/.test(name));
  const isNamedValue = scores.some(({ name }) => REGRESSION_OUTPUT.test(name));
  if (columns === 1 && !hasLabels && (isRegressor || isNamedValue))
    return {
      task: 'regression',
      because: `${given}, from a ${isRegressor ? 'regressor' : 'value'} of one number a row`,
    };
  throw ambiguous(`${given}, and there is no label column to tell from`);
}

/** The told task; else what the graph's class labels say, then the data's labels, then the shape of the outputs. */
export function inferTask(evidence: TaskEvidence): InferredTask {
  const { graph, options } = evidence;
  const { task, classes, classLabels, operators = [] } = options;
  if (task !== undefined) return { task, because: 'the manifest says so' };
  const named = classes ?? classLabels ?? [];
  const fromData = (): InferredTask | null => fromLabels(evidence, graph ? readGraph(graph) : null);
  if (named.length >= 2) {
    const whose = classes ? 'the manifest' : 'the graph';
    return {
      task: named.length === 2 ? 'binary' : 'multiclass',
      because: `${whose} names ${named.length} classes: ${named.slice(0, 5).join(', ')}${named.length > 5 ? ' ...' : ''}`,
    };
  }
  const found = fromData();
  if (found) return found;
  if (graph) return fromGraph(readGraph(graph), operators);
  throw ambiguous('there is neither a label column nor a model');
}
