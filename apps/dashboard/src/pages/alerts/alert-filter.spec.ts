import { SILENCE_SPANS, silenceEnd } from './alert-filter';

describe('a silence', () => {
  it('ends so long from now as its label says', () => {
    const now = Date.parse('2026-11-23T10:00:00Z');
    expect(SILENCE_SPANS.map(({ value, label }) => [label, silenceEnd(value, now)])).toEqual([
      ['1 hour', '2026-11-23T11:00:00.000Z'],
      ['4 hours', '2026-11-23T14:00:00.000Z'],
      ['8 hours', '2026-11-23T18:00:00.000Z'],
      ['1 day', '2026-11-24T10:00:00.000Z'],
      ['3 days', '2026-11-26T10:00:00.000Z'],
      ['1 week', '2026-11-30T10:00:00.000Z'],
    ]);
  });
});
