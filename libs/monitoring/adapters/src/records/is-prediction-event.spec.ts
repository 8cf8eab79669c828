import { predictionEventSchema } from '@plumbline/contracts';
import fc from 'fast-check';
import { isPredictionEvent } from './is-prediction-event';

const EVENT = {
  predictionId: 'p1',
  model: 'loan',
  version: 1,
  subject: 's1',
  features: [1, 'a', true, null],
  attributes: { sex: 'f' },
  score: 0.5,
  label: 'yes',
  servedAt: '2026-01-01T00:00:00.000Z',
  holdout: false,
  rollout: { id: 'r', arm: 'champion' },
  otherScores: [{ version: 2, score: 0.25 }],
};

const ODD = [
  ...[undefined, null, '', 'text', 0, -1, 1.5, 2 ** 53, Infinity, NaN, true, [], {}, [[]], [{}], [1, undefined]],
  ...[{ a: [] }, { a: Infinity }, { id: 1, arm: 'champion' }, { id: 'x', arm: 'other' }, [{ version: 0, score: 1 }]],
  ...['2026-02-28T23:59:60Z', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01'],
  ...['2026-01-01T00:00:00', '2026-01-01T00:00:00+01:00', '2026-01-01T00:00Z', '0000-01-01T00:00:00Z'],
];

describe('the quick check of a prediction', () => {
  it('takes what the inference service publishes, with and without the optional fields', () => {
    const { predictionId, model, version, features, score, servedAt } = EVENT;
    expect(isPredictionEvent(EVENT)).toBe(true);
    expect(isPredictionEvent({ predictionId, model, version, features, score, servedAt })).toBe(true);
  });

  it('never takes what the contract refuses', () => {
    const change = fc.tuple(fc.constantFrom(...Object.keys(EVENT)), fc.oneof(fc.constantFrom(...ODD), fc.jsonValue()));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = { ...EVENT, ...Object.fromEntries(changes) };
        fc.pre(isPredictionEvent(changed));
        expect(predictionEventSchema.safeParse(changed)).toMatchObject({ success: true });
      }),
      { numRuns: 2_000 },
    );
    for (const [field, value] of Object.keys(EVENT).flatMap((field) => ODD.map((value) => [field, value] as const))) {
      const changed = { ...EVENT, [field]: value };
      if (isPredictionEvent(changed))
        expect([field, value, predictionEventSchema.safeParse(changed).success]).toEqual([field, value, true]);
    }
  });

  it.each([null, 1, 'x', [EVENT]])('leaves what is no object to the contract: %j', (value) => {
    expect(isPredictionEvent(value)).toBe(false);
  });
});
