import { parseTable } from '../table/parse-table';
import { checkSignature } from './check-signature';
import { imputedDefault } from './imputed-default';
import type { InferOptions } from './infer-options';
import { inferSignature } from './infer-signature';
import type { ModelInput } from './signature';
import { aGraph, aSignature, aTensor } from './signature.builder';

const CSV = `age,income,city,member,churned
30,1000,paris,true,0
41,,berlin,false,1
,990,paris,,0
52,500,,true,1`;
const table = parseTable(CSV);
const features = (told: InferOptions['features']) =>
  Object.fromEntries(
    inferSignature(table, { label: 'churned', features: told }).signature.features.map((one) => [one.name, one]),
  );

describe('imputedDefault', () => {
  it.each([
    ['mean', ['1', '2', '', '6'], 'number', 3],
    ['median', ['6', '1', 'NaN', '2'], 'number', 2],
    ['median', ['1', '2', '3', '10'], 'integer', 2.5],
    ['most_frequent', ['3', '1', '3', '1'], 'number', 1],
    ['most_frequent', ['b', 'a', 'b', ''], 'category', 'b'],
    ['most_frequent', ['true', 'false', 'true'], 'boolean', true],
    ['most_frequent', ['0', '1', '0'], 'boolean', false],
    ['mean', ['a', 'b'], 'category', null],
    ['median', ['true'], 'boolean', null],
  ] as const)('takes the %s of %j, a %s, as %j', (imputation, cells, type, expected) => {
    expect(imputedDefault(imputation, cells, { type })).toBe(expected);
  });
});

describe('a told imputation', () => {
  it('becomes the default of an optional feature, from the reference', () => {
    const read = features({
      income: { imputation: 'mean' },
      city: { imputation: 'most_frequent' },
      age: { imputation: 'median' },
      member: { default: false },
    });
    expect(read['income']).toMatchObject({ required: false, default: 830 });
    expect(read['city']).toMatchObject({ required: false, default: 'paris' });
    expect(read['age']).toMatchObject({ required: false, default: 41 });
    expect(read['member']).toMatchObject({ required: false, default: false });
  });

  it('makes a column optional that has no missing value yet', () => {
    const full = parseTable('x,y\n1,0\n3,1\n');
    const { signature } = inferSignature(full, { label: 'y', features: { x: { imputation: 'mean' } } });
    expect(signature.features).toEqual([
      { name: 'x', type: 'integer', required: false, minimum: 1, maximum: 3, default: 2 },
    ]);
  });

  it('lets a tensor of whole numbers take a column with missing values', () => {
    const whole = parseTable('x,y\n1,0\n,1\n3,1\n3,0\n');
    const graph = aGraph({ inputs: [aTensor({ name: 'x', elementType: 'int64', shape: ['N', 1] })] });
    expect(() => inferSignature(whole, { label: 'y', graph })).toThrow(/"imputation": "median"/);
    const { signature } = inferSignature(whole, { label: 'y', graph, features: { x: { imputation: 'median' } } });
    expect(signature.features[0]).toMatchObject({ default: 3, required: false });
    expect(checkSignature(signature, graph)).toEqual([]);
  });

  it('says what to write where the reference can not tell', () => {
    const graph = aGraph();
    const told = { features_0: { imputation: 'mean' } } as const;
    expect(() => inferSignature(null, { graph, features: told })).toThrow(/no `reference`.*"default"/);
    expect(() => features({ city: { imputation: 'mean' } })).toThrow(/is a category.*"most_frequent"/);
  });
});

describe('the default in a signature that was sent', () => {
  const problemOf = (change: object, elementType: ModelInput['elementType'] = 'float') => {
    const [age, city] = aSignature().features;
    const signature = aSignature({
      features: [{ ...age, required: false, ...change } as never, city as never],
      inputs: [{ name: 'features', elementType, features: ['age', 'city'] }],
    });
    return checkSignature(signature, aGraph({ inputs: [aTensor({ elementType })] }))[0];
  };

  it.each([
    ['of another type', { default: 'old' }, 'float', /is a number/],
    ['of a required feature', { default: 1, required: true }, 'float', /never missing/],
    ['with a fraction for a tensor of whole numbers', { default: 1.5 }, 'int64', /has a fraction/],
    ['that is no category', { type: 'category', categories: ['a'], default: 'b' }, 'float', /none of its categories/],
  ] as const)('is refused %s', (_name, change, elementType, detail) => {
    expect(problemOf(change, elementType)).toEqual({
      pointer: '/manifest/signature/features/0/default',
      detail: expect.stringMatching(detail),
    });
  });

  it('may be the mean of whole numbers', () => {
    expect(problemOf({ default: 40.25 })).toBeUndefined();
  });
});
