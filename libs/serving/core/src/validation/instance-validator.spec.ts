import { aSignature } from '../signature.builder';
import type { Instance } from '../scalar';
import { instanceSchema } from './instance-schema';
import { compileInstanceValidator, MAX_PROBLEMS } from './instance-validator';

const good: Instance = { age: 31.5, visits: 2, member: true, job: 'admin' };
const validate = compileInstanceValidator(aSignature());
const problem = (instance: unknown) => validate([good, instance as Instance])[0];

describe('instance validator', () => {
  it('accepts a full instance, a missing or null optional feature, an unseen category and a number out of range', () => {
    expect(validate([good])).toEqual([]);
    expect(validate([{ age: 31, job: 'admin' }])).toEqual([]);
    expect(validate([{ age: 31, visits: null, member: null, job: 'admin' }])).toEqual([]);
    expect(validate([{ ...good, job: 'astronaut' }])).toEqual([]);
    expect(validate([{ ...good, age: 140 }])).toEqual([]);
    expect(validate([{ ...good, visits: 3.0 }])).toEqual([]);
  });

  it.each([
    ['text for a number', { ...good, age: '31' }, '/instances/1/age', 'expected a number, found text'],
    ['a missing required feature', { job: 'admin' }, '/instances/1/age', 'expected a number, found nothing'],
    ['null for a required feature', { ...good, age: null }, '/instances/1/age', 'expected a number, found null'],
    [
      'a fraction for an integer',
      { ...good, visits: 1.5 },
      '/instances/1/visits',
      'expected a whole number, found a number with a fraction',
    ],
    [
      'a number for a boolean',
      { ...good, member: 1 },
      '/instances/1/member',
      'expected true or false, found a whole number',
    ],
    ['a list for a category', { ...good, job: [] }, '/instances/1/job', 'expected text, found a list'],
    [
      'an unknown field',
      { ...good, 'a/b~c': 1 },
      '/instances/1/a~1b~0c',
      'unknown field: the signature has no such feature',
    ],
    [
      'a number too large for JSON',
      { ...good, age: Infinity },
      '/instances/1/age',
      'expected a number, found a number too large to hold',
    ],
    [
      'NUL in a category',
      { ...good, job: 'a\u0000' },
      '/instances/1/job',
      'expected text without NUL and without half surrogate pairs',
    ],
    [
      'half a surrogate pair',
      { ...good, job: '\ud83d' },
      '/instances/1/job',
      'expected text without NUL and without half surrogate pairs',
    ],
  ])('refuses %s', (_, instance, pointer, detail) => {
    expect(problem(instance)).toEqual({ pointer, detail });
  });

  it('refuses a number that float32 cannot hold', () => {
    expect(problem({ ...good, age: 1e39 })?.detail).toMatch(
      /^expected a number between -3\.4.*which is what the model can hold/,
    );
  });

  it('reports every wrong field of every instance', () => {
    const pointers = validate([{ age: 'x', job: 1 } as Instance, good, { visits: 'x', job: 'admin' }]).map(
      (p) => p.pointer,
    );
    expect(pointers.sort()).toEqual([
      '/instances/0/age',
      '/instances/0/job',
      '/instances/2/age',
      '/instances/2/visits',
    ]);
  });

  it('reports at most 100 problems', () => {
    expect(validate(Array.from({ length: 500 }, () => ({})))).toHaveLength(MAX_PROBLEMS);
  });

  it('never repeats a value', () => {
    const secret = 'Ana Horvat, 31';
    expect(
      JSON.stringify(validate([{ age: secret, visits: secret, member: secret, job: secret } as Instance])),
    ).not.toContain('Ana');
  });

  it('uses the positions it is told in the pointers', () => {
    expect(validate([{ ...good, age: 'x' }], [7])[0]?.pointer).toBe('/instances/7/age');
  });

  it('demands what an int64 tensor cannot leave out: a value, and a known category', () => {
    const strict = compileInstanceValidator(
      aSignature({ inputs: [{ name: 'x', elementType: 'int64', features: ['visits', 'job'] }] }),
    );
    expect(strict([{ age: 31, job: 'admin' }])).toEqual([
      { pointer: '/instances/0/visits', detail: 'expected a whole number, found nothing' },
    ]);
    expect(strict([{ age: 31, visits: 1, job: 'astronaut' }])).toEqual([
      { pointer: '/instances/0/job', detail: 'expected one of admin, blue-collar, services, found other text' },
    ]);
  });

  it('refuses what a tensor of whole numbers cannot hold exactly', () => {
    const into = (elementType: 'int64' | 'int32' | 'bool' | 'float16') =>
      compileInstanceValidator(aSignature({ inputs: [{ name: 'x', elementType, features: ['age', 'visits'] }] }));
    const detail = (elementType: 'int64' | 'int32' | 'bool' | 'float16', age: number, visits = 0) =>
      into(elementType)([{ age, visits, job: 'admin' }])[0]?.detail;
    expect(detail('int64', Number.MAX_SAFE_INTEGER)).toBeUndefined();
    expect(detail('int64', 2 ** 53)).toMatch(/between -9007199254740991 and 9007199254740991/);
    expect(detail('int64', 30.5)).toBe('expected a whole number, found a number with a fraction');
    expect(detail('int32', 2 ** 31)).toMatch(/between -2147483648 and 2147483647/);
    expect(detail('bool', -1)).toMatch(/between 0 and 1/);
    expect(detail('float16', 70_000)).toMatch(/between -65504 and 65504/);
  });

  it('takes null for an optional text that goes to the model as text', () => {
    const text = { name: 'x', elementType: 'string', features: ['job'] } as const;
    const features = [{ name: 'job', type: 'category', required: false }] as const;
    const signature = aSignature({ features, inputs: [text] });
    expect(compileInstanceValidator(signature)([{ job: null }, {}, { job: 'anything' }])).toEqual([]);
    expect(instanceSchema(signature)).toMatchObject({
      properties: { job: { description: expect.stringMatching(/null as empty text/) } },
    });
  });

  it('does not look at unknown fields where policy ignores them, and at all others as before', () => {
    const lenient = compileInstanceValidator(aSignature(), 'ignore');
    expect(lenient([{ ...good, shoe: { size: 43 } }])).toEqual([]);
    expect(lenient([{ ...good, shoe: 43, age: 'old' }])).toEqual([
      { pointer: '/instances/0/age', detail: 'expected a number, found text' },
    ]);
  });

  it('takes a feature with a default as missing or null, in a tensor of whole numbers too, and says the default', () => {
    const features = [
      { name: 'visits', type: 'integer', required: false, default: 3 },
      { name: 'job', type: 'category', required: false, categories: ['admin', 'services'], default: 'admin' },
    ] as const;
    const inputs = [{ name: 'x', elementType: 'int64', features: ['visits', 'job'] }] as const;
    const filled = aSignature({ features, inputs });
    const check = compileInstanceValidator(filled);
    expect(check([{}, { visits: null, job: null }, { visits: 1, job: 'services' }])).toEqual([]);
    expect(check([{ job: 'astronaut' }])).toHaveLength(1);
    expect(instanceSchema(filled)).toMatchObject({
      required: [],
      properties: { visits: { default: 3, description: 'missing is taken for 3' }, job: { default: 'admin' } },
    });
  });
});
