import type { SignatureContract } from '@plumbline/contracts';
import { attributesBeside, featureRows, rangeText, readSignature } from './read-signature';

const SIGNATURE: SignatureContract = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    { name: 'age', type: 'integer', required: true, minimum: 18, maximum: 89 },
    { name: 'job', type: 'category', required: false, categories: ['student'] },
  ],
  inputs: [{ name: 'input', elementType: 'float', features: ['age', 'job'] }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [
    { name: 'age', source: 'feature', bands: [30, 60] },
    { name: 'gender', source: 'attribute' },
  ],
};

describe('the signature of a version', () => {
  it.each([[{}], [null], ['text'], [{ schemaVersion: 2, features: [], inputs: [], output: {} }]])(
    'is not guessed at when its form is unknown: %j',
    (value) => {
      expect(readSignature(value)).toBeNull();
    },
  );

  it('marks protected features and names those that are no feature', () => {
    const signature = readSignature(SIGNATURE);
    expect(signature && featureRows(signature).map((row) => [row.name, row.protected])).toEqual([
      ['age', true],
      ['job', false],
    ]);
    expect(signature && attributesBeside(signature)).toEqual(['gender']);
  });

  it.each([
    [{ type: 'number', minimum: -4699.26, maximum: 7826.11 }, '−4,699.26 to 7,826.11'],
    [{ type: 'integer', minimum: 0 }, '0 or more'],
    [{ type: 'number', maximum: 1 }, '1 or less'],
    [{ type: 'boolean' }, 'true or false'],
    [{ type: 'number' }, 'any'],
  ] as const)('says the range of %j as %s', (feature, text) => {
    expect(rangeText(feature)).toBe(text);
  });
});
