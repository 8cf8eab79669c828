import { parseArms } from './rollout';
import { csvLine } from './rollout-rows';
import { planOf } from './rollout-plan';

describe('arms of an A/B test', () => {
  it('are read with name, version and share', () => {
    expect(parseArms('blue=2:20, green=3:12.5')).toEqual([
      { name: 'blue', version: 2, sharePercent: 20 },
      { name: 'green', version: 3, sharePercent: 12.5 },
    ]);
  });

  it.each(['blue', 'blue=2', 'blue=x:20', 'blue=2:20,', '=2:20'])('are refused as %j, showing the form', (text) => {
    expect(() => parseArms(text)).toThrow('NAME=VERSION:PERCENT');
  });
});

describe('the plan of an A/B test', () => {
  const asked = { effect: '0.02', share: '50', alpha: '0.05', power: '0.8' };

  it('says how many outcomes and days it takes', () => {
    expect(planOf({ ...asked, rate: '0.1', perDay: '1000' })).toMatchObject({ observations: 13_907, days: 14 });
    expect(planOf({ ...asked, deviation: '0.3' })).toMatchObject({ observations: 13_907, days: null });
  });

  it.each([
    [{}, '--rate'],
    [{ rate: '0.1', deviation: '1' }, '--rate'],
    [{ rate: '10' }, '--rate 10'],
    [{ rate: '0.1', perDay: 'many' }, '--per-day many'],
  ])('names the option that is wrong in %j', (change, named) => {
    expect(() => planOf({ ...asked, ...change })).toThrow(named);
  });
});

describe('assignments', () => {
  it('are CSV, whatever a subject is called', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const row = { predictionId: 'p1', arm: 'blue', version: 2, servedAt: at };
    expect(csvLine({ ...row, subject: 'a "b", c' })).toBe(`p1,"a ""b"", c",blue,2,${at}`);
    expect(csvLine({ ...row, subject: null })).toBe(`p1,,blue,2,${at}`);
  });
});
