import type { TensorDescription } from '../artifact/graph-description';
import type { Table } from '../table/table';
import { checkSignature } from './check-signature';
import type { InferOptions } from './infer-options';
import { inferSignature } from './infer-signature';
import { aTensor } from './signature.builder';

const invalid = (code: string, pointer: string, detail: RegExp) =>
  expect.objectContaining({ code, fields: [{ pointer, detail: expect.stringMatching(detail) }] });

const table: Table = {
  columns: ['age', 'city', 'job', 'income', 'churned'],
  rows: [
    ['30', 'paris', 'cook', '100.5', '0'],
    ['41', 'berlin', 'smith', '', '1'],
    ['52', 'paris', 'cook', '90', '0'],
  ],
};
const output = aTensor({ name: 'p', shape: ['N', 2] });
const infer = (inputs: TensorDescription[], options: InferOptions = {}, data: Table | null = table) => {
  const graph = { inputs, outputs: [output] };
  const found = inferSignature(data, { ...(data && { label: 'churned' }), classLabels: ['0', '1'], graph, ...options });
  expect(checkSignature(found.signature, graph)).toEqual([]);
  return found;
};
const fed = ({ signature }: ReturnType<typeof infer>) => signature.inputs.map(({ features }) => features.join(' '));
const numbers = { drop: ['city', 'job'] };

describe('the inputs of a model', () => {
  it('take the columns that they are named after, and wide ones the rest, texts into text tensors', () => {
    const found = infer([
      aTensor({ name: 'numbers', shape: ['N', 2] }),
      aTensor({ name: 'texts', elementType: 'string', shape: ['N', 2] }),
    ]);
    expect(fed(found)).toEqual(['age income', 'city job']);
    expect(found.detection.inputs).toMatchObject({
      chosen: 'numbers (float): age, income; texts (string): city, job',
      because: expect.stringMatching(/in their order/),
    });
    expect(
      fed(
        infer(
          [aTensor({ name: 'Age', shape: ['N', 1] }), aTensor({ name: 'x', shape: ['N', 1] })],
          {
            drop: ['city', 'job'],
            inputs: [{ name: 'age' }, { name: 'x' }],
          },
          null,
        ),
      ),
    ).toEqual(['age', 'x']);
  });

  it('of rank 1 and 3 are given the shape of a row, and a fixed batch its size', () => {
    const shaped = infer([aTensor({ name: 'x', shape: [4, 1, 2] })], numbers).signature;
    expect(shaped).toMatchObject({ inputs: [{ rowShape: [1, 2] }], batchRows: 4 });
    expect(infer([aTensor({ name: 'x', shape: ['N', 1, null] })], numbers).signature.inputs[0]?.rowShape).toEqual([
      1, 2,
    ]);
    const single = infer([aTensor({ name: 'age', shape: ['N'] }), aTensor({ name: 'income', shape: ['N'] })], numbers);
    expect(single.signature.inputs.map(({ rowShape }) => rowShape)).toEqual([[], []]);
  });

  it.each([
    ['a map', { kind: 'map' }, /map of float.*tensors only/],
    ['bytes', { elementType: 'uint8' }, /uint8.*with a cast/],
    ['four sizes', { shape: ['N', 1, 2, 1] }, /at most 3.*reshape inside/],
    ['no size for rows', { shape: [] }, /one value for all rows/],
  ] as const)('are refused with the way out: %s', (_, change, detail) => {
    const graph = {
      inputs: [aTensor({ name: 'x', ...change, ...('shape' in change ? { shape: [...change.shape] } : {}) })],
      outputs: [output],
    };
    expect(() => inferSignature(table, { label: 'churned', graph })).toThrow(
      invalid('input_unsupported', '/artifact', detail),
    );
  });

  it('are refused when their fixed batches differ', () => {
    const two = [aTensor({ name: 'age', shape: [4, 1] }), aTensor({ name: 'income', shape: [8, 1] })];
    expect(() => infer(two, numbers)).toThrow(invalid('input_unsupported', '/artifact', /4 and 8 rows/));
  });

  it('without data have the names that were hinted, else names of their own, and no ranges', () => {
    const x = aTensor({ name: 'x', shape: ['N', 2] });
    expect(infer([x], {}, null).signature.features).toEqual([
      { name: 'x_0', type: 'number', required: true },
      { name: 'x_1', type: 'number', required: true },
    ]);
    const inputs = [
      { name: 'age', type: 'long' },
      { name: 'income', type: 'double', required: false },
    ];
    const hinted = infer([x], { inputs }, null);
    expect(hinted.signature.features).toEqual([
      { name: 'age', type: 'integer', required: true },
      { name: 'income', type: 'number', required: false },
    ]);
    expect(hinted.detection.inputs.told).toBe(true);
    expect(() => infer([aTensor({ name: 'x', shape: ['N', null] })], {}, null)).toThrow(
      invalid('signature_not_inferred', '/manifest/inputs', /how many values/),
    );
  });
});

describe('the features of a model', () => {
  const wide = (elementType: string) => [aTensor({ name: 'x', elementType, shape: ['N', 4] })];

  it('that are text and go in as numbers ask for the order of their categories, and show the numbers', () => {
    expect(() => infer(wide('float'))).toThrow(
      invalid('category_order_missing', '/manifest/features/city/categories', /\["berlin","paris"\].*"sorted"/),
    );
    const sorted = infer(wide('float'), { categoryOrder: 'sorted' });
    expect(sorted.detection.inputs.because).toContain('city (berlin=0, paris=1); job (cook=0, smith=1)');
    const features = { city: { categories: ['paris', 'berlin'] }, job: { categories: ['smith', 'cook'] } };
    const told = infer(wide('float'), { features });
    expect(told.signature.features[1]).toMatchObject({ categories: ['paris', 'berlin'] });
    expect(told.detection.inputs.because).toContain('city (paris=0, berlin=1)');
  });

  it('that go in as text need no order, and may be any text', () => {
    const texts = Array.from({ length: 150 }, (_, i) => [String(i), `word ${i}`, String(i % 2)]);
    const data = { columns: ['n', 'words', 'churned'], rows: texts };
    const inputs = [
      aTensor({ name: 'n', shape: ['N', 1] }),
      aTensor({ name: 'words', elementType: 'string', shape: ['N', 1] }),
    ];
    expect(infer(inputs, {}, data).signature.features[1]).toEqual({ name: 'words', type: 'category', required: true });
  });

  it('may not be missing where the tensor holds whole numbers', () => {
    expect(() => infer([aTensor({ name: 'x', elementType: 'int64', shape: ['N', 2] })], numbers)).toThrow(
      invalid('missing_not_encodable', '/reference', /income has missing values.*int64/),
    );
  });

  it('take facts that were told, and refuse facts about what the model does not take', () => {
    const x = [aTensor({ name: 'x', shape: ['N', 2] })];
    const age = { unit: 'years', description: 'at the first visit', personal: true, protected: true, minimum: 18 };
    const { signature } = infer(x, { ...numbers, features: { age, income: { required: true, type: 'number' } } });
    expect(signature.features).toEqual([
      {
        name: 'age',
        type: 'integer',
        required: true,
        minimum: 18,
        maximum: 52,
        unit: 'years',
        description: 'at the first visit',
        personal: true,
      },
      { name: 'income', type: 'number', required: true, minimum: 90, maximum: 100.5 },
    ]);
    expect(signature.protectedAttributes).toEqual([{ name: 'age', source: 'feature' }]);
    expect(() => infer(x, { ...numbers, features: { 'a/b': {} } })).toThrow(
      invalid('feature_unknown', '/manifest/features/a~1b', /takes no a\/b; it takes age, income/),
    );
    expect(() => infer(wide('float'), { features: { city: { type: 'number' } } })).toThrow(
      invalid('feature_type_invalid', '/manifest/features/city/type', /holds text/),
    );
  });
});
