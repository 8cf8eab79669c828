import { parseTable } from '../table/parse-table';
import { checkSignature } from './check-signature';
import { inferSignature } from './infer-signature';
import type { FeatureFacts, InferOptions } from './infer-options';
import { aGraph, aTensor } from './signature.builder';

const table = parseTable(`age,city,churned
20,paris,0
40,berlin,1
,paris,0
60,rome,1`);
/** age standardized, city in three columns. */
const graph = aGraph({ inputs: [aTensor({ shape: ['N', 4] })] });
const PREPROCESSING: InferOptions['features'] = {
  age: { imputation: 'median', preprocessing: { kind: 'standardize' } },
  city: { preprocessing: { kind: 'one-hot' } },
};
const infer = (features: InferOptions['features'], change: Partial<InferOptions> = {}) =>
  inferSignature(table, { label: 'churned', categoryOrder: 'sorted', graph, features, ...change }).signature;
const invalid = (code: string, pointer: string, detail: RegExp) =>
  expect.objectContaining({ code, fields: [{ pointer, detail: expect.stringMatching(detail) }] });

describe('preprocessing of a pushed model', () => {
  it('is completed from the filled reference, and counts a column a category of the graph', () => {
    const signature = infer(PREPROCESSING);
    // As scikit-learn: SimpleImputer(strategy="median"), then StandardScaler, over 20, 40, 40, 60.
    expect(signature.features).toMatchObject([
      { name: 'age', default: 40, preprocessing: { kind: 'standardize', mean: 40, deviation: Math.sqrt(200) } },
      { name: 'city', categories: ['berlin', 'paris', 'rome'], preprocessing: { kind: 'one-hot' } },
    ]);
    expect(signature.inputs).toEqual([{ name: 'features', elementType: 'float', features: ['age', 'city'] }]);
    expect(checkSignature(signature, graph)).toEqual([]);
  });

  it('is refused where the graph takes another number of values, with how many there are', () => {
    const city: FeatureFacts = { preprocessing: { kind: 'one-hot', unknown: 'column' } };
    expect(() => infer({ ...PREPROCESSING, city })).toThrow(
      invalid('signature_not_inferred', '/manifest/drop', /takes 4 values .* 5 values with their preprocessing/),
    );
  });

  it('is refused where it does not fit its feature, naming field and remedy', () => {
    expect(() => infer({ ...PREPROCESSING, age: { preprocessing: { kind: 'standardize', deviation: 0 } } })).toThrow(
      invalid('preprocessing_invalid', '/manifest/features/age/preprocessing', /deviation above 0; leave both out/),
    );
    const city: FeatureFacts = { preprocessing: { kind: 'log1p' } };
    expect(() => infer({ city }, { graph: aGraph() })).toThrow(
      invalid('preprocessing_invalid', '/manifest/features/city/preprocessing', /take one-hot for a category/),
    );
  });

  it('says which parameters are missing where there is no reference to find them in', () => {
    const age: FeatureFacts = { preprocessing: { kind: 'standardize' } };
    const inputs = [{ name: 'age', type: 'double' }];
    const one = aGraph({ inputs: [aTensor({ shape: ['N', 1] })] });
    const of = (told: FeatureFacts) => inferSignature(null, { graph: one, inputs, features: { age: told } }).signature;
    expect(() => of(age)).toThrow(
      invalid('preprocessing_invalid', '/manifest/features/age/preprocessing', /say "mean" and "deviation"/),
    );
    const full = { kind: 'standardize', mean: 1, deviation: 2 } as const;
    expect(of({ preprocessing: full }).features[0]?.preprocessing).toEqual(full);
  });

  it('is refused in a whole signature that was sent, where it does not fit its tensor', () => {
    const signature = infer(PREPROCESSING);
    const problems = (elementType: 'int64' | 'string') =>
      checkSignature(
        { ...signature, inputs: [{ name: 'features', elementType, features: ['age', 'city'] }] },
        aGraph({ inputs: [aTensor({ shape: ['N', 4], elementType })] }),
      );
    expect(problems('int64')).toEqual([
      {
        pointer: '/manifest/signature/features/0/preprocessing',
        detail: expect.stringMatching(/makes fractions and the model takes age as int64: export/),
      },
    ]);
    expect(problems('string')[1]?.detail).toMatch(/takes city as text.* leave the preprocessing out/);
  });
});
