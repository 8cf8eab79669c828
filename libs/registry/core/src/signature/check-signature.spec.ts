import { checkSignature } from './check-signature';
import { aGraph, aSignature, aTensor } from './signature.builder';
import type { Signature } from './signature';

const pointers = (signature: Signature, graph = aGraph()) =>
  checkSignature(signature, graph).map(({ pointer }) => pointer.replace('/manifest/signature', ''));
const withOutput = (changes: Partial<Signature['output']>) =>
  aSignature({ output: { ...aSignature().output, ...changes } });

describe('checkSignature', () => {
  it('has nothing to say when signature and graph fit, fixed or symbolic', () => {
    expect(pointers(aSignature())).toEqual([]);
    expect(pointers(aSignature(), aGraph({ inputs: [aTensor({ shape: [null, null] })] }))).toEqual([]);
    expect(pointers(aSignature(), aGraph({ inputs: [aTensor({ shape: null })] }))).toEqual([]);
  });

  it('asks for the right element type and width of every tensor', () => {
    expect(pointers(aSignature(), aGraph({ inputs: [aTensor({ elementType: 'double' })] }))).toEqual([
      '/inputs/0/elementType',
    ]);
    expect(pointers(aSignature(), aGraph({ inputs: [aTensor({ shape: ['N', 3] })] }))).toEqual(['/inputs/0/features']);
  });

  it('wants every tensor fed and every feature used', () => {
    const unfed = aGraph({ inputs: [aTensor(), aTensor({ name: 'extra', shape: ['N', 1] })] });
    expect(pointers(aSignature(), unfed)).toEqual(['/inputs']);
    const idle = aSignature({ inputs: [{ name: 'features', elementType: 'float', features: ['age'] }] });
    expect(pointers(idle, aGraph({ inputs: [aTensor({ shape: ['N', 1] })] }))).toEqual(['/inputs']);
    const misnamed = aSignature({ inputs: [{ name: 'input', elementType: 'float', features: ['age', 'city'] }] });
    expect(pointers(misnamed)).toEqual(['/inputs/0/name', '/inputs']);
  });

  it('refuses a feature that is there twice, has no categories, or whose range is upside down', () => {
    const [age, city] = aSignature().features;
    if (!age || !city) throw new Error('the builder has two features');
    expect(pointers(aSignature({ features: [age, city, age] }))).toEqual(['/features/2/name']);
    expect(pointers(aSignature({ features: [age, { ...city, categories: [] }] }))).toEqual(['/features/1/categories']);
    expect(pointers(aSignature({ features: [{ ...age, minimum: 99 }, city] }))).toEqual(['/features/0/minimum']);
  });

  it('finds the score tensor, its column and its two classes', () => {
    expect(pointers(withOutput({ scoreTensor: 'scores' }))).toEqual(['/output/scoreTensor']);
    expect(pointers(withOutput({ scoreTensor: 'label' }))).toEqual(['/output/scoreTensor']);
    expect(pointers(withOutput({ classes: ['yes'] }))).toEqual(['/output/classes']);
    expect(pointers(withOutput({ positiveClass: 'maybe' }))).toEqual(['/output/positiveClass']);
    expect(pointers(withOutput({ scoreColumn: 0 }))).toEqual(['/output/scoreColumn']);
    const three = aGraph({ outputs: [aTensor({ name: 'probabilities', shape: ['N', 3] })] });
    expect(pointers(aSignature(), three)).toEqual(['/output/classes']);
  });

  it('refuses the label as a feature and a protected feature that is none', () => {
    expect(pointers(aSignature({ label: 'age' }))).toEqual(['/label']);
    const unknown = aSignature({ protectedAttributes: [{ name: 'sex', source: 'feature' }] });
    expect(pointers(unknown)).toEqual(['/protectedAttributes/0/name']);
  });

  it('compares the shape of a row and the batch with the graph', () => {
    const shaped = (rowShape: number[]) =>
      aSignature({ inputs: [{ name: 'features', elementType: 'float', features: ['age', 'city'], rowShape }] });
    const cube = aGraph({ inputs: [aTensor({ shape: ['N', 1, 2] })] });
    expect(pointers(shaped([1, 2]), cube)).toEqual([]);
    expect(pointers(aSignature(), cube)).toEqual(['/inputs/0/rowShape']);
    expect(pointers(shaped([2, 1]), cube)).toEqual(['/inputs/0/rowShape']);
    expect(pointers(shaped([1, 3]), cube)).toEqual(['/inputs/0/rowShape']);
    const fixed = aGraph({ inputs: [aTensor({ shape: [16, 2] })] });
    expect(pointers(aSignature({ batchRows: 16 }), fixed)).toEqual([]);
    expect(pointers(aSignature(), fixed)).toEqual(['/batchRows']);
    expect(pointers(aSignature({ batchRows: 8 }), fixed)).toEqual(['/batchRows']);
    expect(pointers(aSignature({ batchRows: 0 }))).toEqual(['/batchRows']);
  });

  it('wants three classes or more of a multiclass model, one a column, and no positive one', () => {
    const three = aGraph({ outputs: [aTensor({ name: 'probabilities', shape: ['N', 3] })] });
    const of = (output: Partial<Signature['output']>) =>
      pointers({ ...withOutput({ positiveClass: null, scoreColumn: 0, ...output }), task: 'multiclass' }, three);
    expect(of({ classes: ['a', 'b', 'c'] })).toEqual([]);
    expect(of({ classes: ['a', 'b', 'c', 'd'] })).toEqual(['/output/classes']);
    expect(of({ classes: ['a', 'b'] })).toEqual(['/output/classes']);
    expect(of({ classes: ['a', 'b', 'c'], positiveClass: 'a' })).toEqual(['/output/positiveClass']);
    expect(of({ classes: ['a', 'b', 'c'], complement: true })).toEqual(['/output/complement']);
  });

  it('takes labels for labels only when told so, and no log-odds of them', () => {
    const of = (output: Partial<Signature['output']>) =>
      pointers(withOutput({ scoreTensor: 'label', scoreColumn: 0, ...output }));
    expect(of({})).toEqual(['/output/scoreTensor']);
    expect(of({ kind: 'label' })).toEqual([]);
    expect(of({ kind: 'label', transform: 'sigmoid' })).toEqual(['/output/transform']);
  });

  it('refuses a transform that the output has no use for', () => {
    const regression = {
      ...withOutput({ classes: [], positiveClass: null, transform: 'sigmoid' }),
      task: 'regression',
    } as const;
    expect(pointers(regression)).toEqual(['/output/transform']);
    const single = aGraph({ outputs: [aTensor({ name: 'probabilities', shape: ['N', 1] })] });
    expect(pointers(withOutput({ scoreColumn: 0, transform: 'softmax' }), single)).toEqual(['/output/transform']);
  });

  it('needs no list of categories for what goes in as text', () => {
    const [age, city] = aSignature().features;
    if (!age || !city) throw new RangeError('the builder has two features');
    const { categories: _, ...free } = city;
    const inputs = [
      { name: 'age', elementType: 'float', features: ['age'] },
      { name: 'city', elementType: 'string', features: ['city'] },
    ] as const;
    const graph = aGraph({
      inputs: [
        aTensor({ name: 'age', shape: ['N', 1] }),
        aTensor({ name: 'city', elementType: 'string', shape: ['N', 1] }),
      ],
    });
    expect(pointers(aSignature({ features: [age, free], inputs }), graph)).toEqual([]);
  });
});
