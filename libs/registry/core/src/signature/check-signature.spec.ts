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
});
