import type { Table } from '../table/table';
import { parseTable } from '../table/parse-table';
import { checkSignature } from './check-signature';
import type { InferOptions } from './infer-options';
import { inferSignature as infer } from './infer-signature';
import { aGraph, aTensor } from './signature.builder';

const CSV = `id,age,income,city,member,note,churned
a1,30,1000.5,paris,true,,0
a2,41,,berlin,false,x,1
a3,52,990,paris,true,y,0`;
const table = parseTable(CSV);
const inferSignature = (data: Table | null, options: InferOptions) => infer(data, options).signature;
const drop = ['id', 'note'];
const invalid = (code: string, pointer: string, detail: RegExp) =>
  expect.objectContaining({ code, fields: [{ pointer, detail: expect.stringMatching(detail) }] });

describe('inferSignature', () => {
  it('tells integers, numbers, categories and booleans apart, with ranges, categories and what may be missing', () => {
    expect(inferSignature(table, { label: 'churned', drop }).features).toEqual([
      { name: 'age', type: 'integer', required: true, minimum: 30, maximum: 52 },
      { name: 'income', type: 'number', required: false, minimum: 990, maximum: 1000.5 },
      { name: 'city', type: 'category', required: true, categories: ['berlin', 'paris'] },
      { name: 'member', type: 'boolean', required: true },
    ]);
  });

  it('gives the standard form of our own trainers without a graph', () => {
    const { inputs, output, task } = inferSignature(table, { label: 'churned', drop });
    expect(inputs).toEqual([{ name: 'features', elementType: 'float', features: ['age', 'income', 'city', 'member'] }]);
    expect(task).toBe('binary');
    expect(output).toMatchObject({
      scoreTensor: 'probabilities',
      scoreColumn: 1,
      classes: ['0', '1'],
      positiveClass: '1',
    });
  });

  it('fits the graph it was inferred for: one tensor of all columns', () => {
    const graph = aGraph({ inputs: [aTensor({ name: 'float_input', shape: [null, 4] })] });
    const signature = inferSignature(table, { label: 'churned', drop, graph, categoryOrder: 'sorted' });
    expect(checkSignature(signature, graph)).toEqual([]);
    expect(signature.inputs[0]?.name).toBe('float_input');
  });

  it('fits the graph it was inferred for: one tensor a column, numbers as text where the tensor holds text', () => {
    const graph = aGraph({
      inputs: [
        aTensor({ name: 'age', elementType: 'string', shape: [null, 1] }),
        aTensor({ name: 'City', elementType: 'string', shape: [null, 1] }),
      ],
    });
    const signature = inferSignature(table, { label: 'churned', graph });
    expect(signature.features.map(({ name, type }) => `${name}:${type}`)).toEqual(['age:category', 'city:category']);
    expect(checkSignature(signature, graph)).toEqual([]);
  });

  it('says which columns are left when the width does not fit', () => {
    const graph = aGraph({ inputs: [aTensor({ shape: [null, 2] })] });
    expect(() => inferSignature(table, { label: 'churned', drop, graph })).toThrow(
      invalid('signature_not_inferred', '/manifest/drop', /takes 2 .* leaves 4 .* age, income, city, member/),
    );
  });

  it('names the columns there are when the label or a dropped column is not among them', () => {
    expect(() => inferSignature(table, { label: 'exited' })).toThrow(
      invalid('column_unknown', '/manifest/label', /no column exited.*id, age, income/),
    );
    expect(() => inferSignature(table, { label: 'churned', drop: ['nope'] })).toThrow(
      invalid('column_unknown', '/manifest/drop/0', /no column nope/),
    );
  });

  it('takes no identifier for a category, and says what to do', () => {
    const rows = Array.from({ length: 101 }, (_, i) => [`id-${i}`, String(i % 2)]);
    expect(() => inferSignature({ columns: ['key', 'y'], rows }, { label: 'y' })).toThrow(
      invalid('category_too_wide', '/manifest/drop', /key has 101 different texts.*"drop"/),
    );
    const hundred = inferSignature({ columns: ['key', 'y'], rows: rows.slice(0, 100) }, { label: 'y' });
    expect(hundred.features[0]?.categories).toHaveLength(100);
  });

  it('asks which class is positive when the names do not tell', () => {
    const named = {
      columns: ['x', 'y'],
      rows: [
        ['1', 'good'],
        ['2', 'bad'],
      ],
    };
    expect(() => inferSignature(named, { label: 'y' })).toThrow(
      invalid('positive_class_missing', '/manifest/positiveClass', /bad and good/),
    );
    const { output } = inferSignature(named, { label: 'y', positiveClass: 'bad' });
    expect(output).toMatchObject({ classes: ['bad', 'good'], positiveClass: 'bad', scoreColumn: 0 });
  });

  it('takes many numbers for a regression, many names for classes, and refuses a constant', () => {
    const of = (...labels: string[]) => ({ columns: ['x', 'y'], rows: labels.map((label, i) => [String(i), label]) });
    expect(inferSignature(of('1.5', '2', '3'), { label: 'y' })).toMatchObject({ task: 'regression' });
    expect(inferSignature(of('a', 'b', 'c'), { label: 'y' })).toMatchObject({ task: 'multiclass' });
    expect(() => inferSignature(of('a', 'a'), { label: 'y' })).toThrow(
      invalid('label_constant', '/manifest/label', /only the value a/),
    );
  });

  it('makes a dropped protected column an attribute and cuts many numbers into bands', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [String(20 + i), i % 3 ? 'm' : 'f', String(i % 2)]);
    const { protectedAttributes } = inferSignature(
      { columns: ['age', 'sex', 'y'], rows },
      { label: 'y', drop: ['sex'], protectedNames: ['age', 'sex'] },
    );
    expect(protectedAttributes).toEqual([
      { name: 'age', source: 'feature', bands: [40, 60] },
      { name: 'sex', source: 'attribute' },
    ]);
  });
});
