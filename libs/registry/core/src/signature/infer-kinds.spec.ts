import type { TensorDescription } from '../artifact/graph-description';
import type { Table } from '../table/table';
import { checkSignature } from './check-signature';
import type { InferOptions } from './infer-options';
import { inferSignature } from './infer-signature';
import { aTensor } from './signature.builder';

const invalid = (code: string, pointer: string, detail: RegExp) =>
  expect.objectContaining({ code, fields: [{ pointer, detail: expect.stringMatching(detail) }] });

/** Two numbers and a label, one row a label. */
const labelled = (labels: readonly string[]): Table => ({
  columns: ['a', 'b', 'y'],
  rows: labels.map((label, i) => [String(i), String(i / 2), label]),
});
const label = aTensor({ name: 'label', elementType: 'int64', shape: ['N'] });
const scores = (columns: number, change: Partial<TensorDescription> = {}) =>
  aTensor({ name: 'out', shape: ['N', columns], ...change });
const graphOf = (...outputs: TensorDescription[]) => ({ inputs: [aTensor({ name: 'X' })], outputs });
const infer = (labels: readonly string[], outputs: TensorDescription[], options: InferOptions = {}) => {
  const graph = graphOf(...outputs);
  const found = inferSignature(labelled(labels), { label: 'y', graph, ...options });
  expect(checkSignature(found.signature, graph)).toEqual([]);
  return found;
};
const many = Array.from({ length: 60 }, (_, i) => String(i + 0.5));

describe('the kind of a model', () => {
  it.each([
    ['two labels', ['0', '1'], [label, scores(2)], {}, 'binary'],
    ['two labels and one column', ['no', 'yes'], [scores(1)], {}, 'binary'],
    ['many numbers and one column', many, [scores(1)], {}, 'regression'],
    ['whole numbers and as many columns', ['0', '1', '2'], [scores(3)], {}, 'multiclass'],
    [
      'whole numbers and a label beside scores',
      ['0', '1', '2'],
      [label, scores(4)],
      { classes: ['0', '1', '2', '3'] },
      'multiclass',
    ],
    ['names', ['a', 'b', 'c'], [scores(3)], {}, 'multiclass'],
    ['class labels of the graph', ['1', '2', '3'], [label, scores(3)], { classLabels: ['1', '2', '3'] }, 'multiclass'],
    ['what the manifest says', ['1', '2', '3'], [scores(1)], { task: 'regression' }, 'regression'],
    [
      'many whole numbers in an int64 tensor',
      Array.from({ length: 50 }, (_, i) => String(i)),
      [label],
      {},
      'regression',
    ],
  ] as const)('is told by %s', (_, labels, outputs, options, task) => {
    const { signature, detection } = infer(labels, [...outputs], options);
    expect([signature.task, detection.task.chosen]).toEqual([task, task]);
    expect(detection.task.told).toBe('task' in options);
    expect(detection.task.alternatives).toHaveLength(2);
  });

  it.each([
    ['names and one number a row', ['a', 'b', 'c'], [scores(1)], /one number a row/],
    ['few whole numbers in a tensor of whole numbers', ['1', '2', '3'], [label], /out|label \(int64/],
  ])('is asked for where it could be either: %s', (_, labels, outputs, detail) => {
    expect(() => infer(labels, outputs)).toThrow(invalid('task_ambiguous', '/manifest/task', detail));
  });

  it('is asked for where there is neither a label column nor a class in the graph', () => {
    const graph = graphOf(scores(1));
    expect(() => inferSignature(null, { graph })).toThrow(
      invalid('task_ambiguous', '/manifest/task', /no label column/),
    );
    const told = inferSignature(null, { graph, task: 'binary' }).signature;
    expect(told.output).toMatchObject({ classes: ['0', '1'], positiveClass: '1', scoreColumn: 0 });
    const node = inferSignature(null, { graph, operators: ['ai.onnx.ml.LinearRegressor'] }).signature;
    expect(node.task).toBe('regression');
  });
});

describe('the output of a model', () => {
  it('is a label where there is no score, and says that it is no probability', () => {
    const { signature, detection } = infer(['0', '1'], [label]);
    expect(signature.output).toMatchObject({ scoreTensor: 'label', kind: 'label' });
    expect(detection.scoreOutput.because).toMatch(/no probability/);
  });

  it('can be named, with its column, transform and threshold', () => {
    const told = { scoreOutput: 'logits', scoreColumn: 1, scoreTransform: 'softmax', threshold: 0.2 } as const;
    const { signature, detection } = infer(['0', '1'], [scores(2), scores(2, { name: 'logits' })], told);
    expect(signature.output).toMatchObject({
      scoreTensor: 'logits',
      scoreColumn: 1,
      transform: 'softmax',
      threshold: 0.2,
    });
    expect(detection.scoreOutput).toEqual({
      chosen: 'logits',
      because: 'the manifest says so',
      alternatives: ['out'],
      told: true,
    });
  });

  it('of one column is of the class that sorts last: of the other class its complement is taken', () => {
    expect(infer(['no', 'yes'], [scores(1)]).signature.output).not.toHaveProperty('complement');
    const other = infer(['no', 'yes'], [scores(1)], { positiveClass: 'no' }).signature.output;
    expect(other).toMatchObject({ positiveClass: 'no', scoreColumn: 0, complement: true });
  });

  it('is refused where a map stands, an output is not there, or a column is not', () => {
    const map = aTensor({ name: 'probabilities', kind: 'sequence', shape: null });
    expect(() => infer(['0', '1'], [map])).toThrow(invalid('output_unsupported', '/artifact', /sequence of float/));
    expect(() => infer(['0', '1'], [scores(2)], { scoreOutput: 'p' })).toThrow(
      invalid('score_output_unknown', '/manifest/scoreOutput', /no output p; it gives out/),
    );
    expect(() => infer(['0', '1'], [scores(2)], { scoreColumn: 7 })).toThrow(
      invalid('score_column_unknown', '/manifest/scoreColumn', /2 columns/),
    );
  });
});

describe('the classes of a model', () => {
  it('stand in the order of the graph and in the spelling of the data', () => {
    const { signature, detection } = infer(['True', 'False'], [label, scores(2)], { classLabels: ['0', '1'] });
    expect(signature.output).toMatchObject({ classes: ['False', 'True'], positiveClass: 'True', scoreColumn: 1 });
    expect(detection.classes).toMatchObject({ chosen: 'False, True', alternatives: ['0, 1'], told: false });
    const ranked = infer(['a', 'b', 'c'], [scores(3)], { classLabels: ['c', 'a', 'b'] });
    expect(ranked.signature.output.classes).toEqual(['c', 'a', 'b']);
  });

  it('may be more in the graph than in the data, not fewer', () => {
    expect(infer(['a', 'b'], [scores(3)], { classLabels: ['a', 'b', 'c'] }).signature.task).toBe('multiclass');
    expect(() => infer(['no', 'yes'], [scores(2)], { classLabels: ['0', '1'] })).toThrow(
      invalid('classes_mismatch', '/manifest/label', /no, yes.*0, 1.*"classes"/),
    );
  });

  it('can be named in the order of the columns', () => {
    const told = { classLabels: ['0', '1'], classes: ['no', 'yes'] };
    expect(infer(['no', 'yes'], [scores(2)], told).signature.output.classes).toEqual(['no', 'yes']);
    expect(() => infer(['no', 'yes'], [scores(2)], { ...told, classes: ['n', 'yes'] })).toThrow(
      invalid('classes_mismatch', '/manifest/classes', /also has no/),
    );
    expect(() => infer(['no', 'yes'], [label], told)).toThrow(
      invalid('classes_mismatch', '/manifest/classes', /answers 0, 1/),
    );
  });

  it('of three or more have no positive one', () => {
    expect(() => infer(['a', 'b', 'c'], [scores(3)], { positiveClass: 'a' })).toThrow(
      invalid('positive_class_unknown', '/manifest/positiveClass', /no positive class/),
    );
  });
});
