import { toSpoolRecord, type PredictionRecord } from './prediction-record';

const SMALLEST: PredictionRecord = {
  predictionId: '0192a0b0-0000-7000-8000-000000000000',
  model: 'churn',
  version: 3,
  features: [1.5, null, true, 'x'],
  score: 0.25,
  servedAt: '2026-11-22T10:00:00.000Z',
};

const LARGEST: PredictionRecord = {
  predictionId: `${SMALLEST.predictionId}:7`,
  model: 'a "quoted" \\ name\n',
  version: 12,
  subject: 'Zoë \u2028 "x"',
  features: [-0, 1e300, 5e-324, 'ж"'],
  attributes: { 'a"b': 'c', sex: null, old: true },
  score: 1e-7,
  label: 'yes "sir"',
  servedAt: SMALLEST.servedAt,
  rollout: { id: SMALLEST.predictionId, arm: 'candidate' },
  otherScores: [{ version: 11, score: 0.5 }],
};

describe('toSpoolRecord', () => {
  it.each([
    ['only what must be there', SMALLEST],
    ['everything', LARGEST],
  ])('writes an event as JSON.stringify does: %s', (_, record) => {
    const event = {
      specversion: '1.0',
      id: record.predictionId,
      source: 'urn:plumbline:inference',
      type: 'plumbline.prediction.v1',
      time: record.servedAt,
      datacontenttype: 'application/json',
      data: record,
    };
    expect(toSpoolRecord(record)).toEqual({ key: record.predictionId, value: JSON.stringify(event) });
  });

  it('refuses an event that the bus could not take', () => {
    const attributes = { long: 'x'.repeat(280_000) };
    expect(() => toSpoolRecord({ ...SMALLEST, attributes })).toThrow(
      expect.objectContaining({ code: 'event_too_large' }),
    );
  });
});
