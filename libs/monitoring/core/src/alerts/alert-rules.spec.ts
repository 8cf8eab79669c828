import { alertKey, isWatching, verdictOf } from './alert-rule';
import type { AlertSignal } from './alert-signal';
import { QUIET } from './alert-state';
import { matchesPattern } from './match-pattern';
import { isInSilencedHours, type SilencedHours } from './silenced-hours';
import { isSilencedBy } from './silence';
import { tellPeople } from './tell-people';

const signal = (change: Partial<AlertSignal>): AlertSignal => ({
  ...{ watch: 'feature_drift', subject: 'age', verdict: 'bad', value: 0.3, title: 't', detail: {} },
  ...change,
});

describe('an alert rule', () => {
  it('watches what it names, and each subject that its pattern matches', () => {
    expect(isWatching({ watch: 'feature_drift', subject: 'a*' }, signal({}))).toBe(true);
    expect(isWatching({ watch: 'feature_drift', subject: 'job' }, signal({}))).toBe(false);
    expect(isWatching({ watch: 'drift', subject: '*' }, signal({}))).toBe(false);
    expect(isWatching({ watch: 'drift', subject: '*' }, signal({ watch: 'drift', subject: null }))).toBe(true);
  });

  it('takes what a pattern says literally, but for the stars', () => {
    expect(matchesPattern('a.b*(c)', 'a.bxx(c)')).toBe(true);
    expect(matchesPattern('a.b*', 'axb')).toBe(false);
  });

  it('judges by its limits where it has any, else leaves the verdict to the check', () => {
    expect(verdictOf({}, signal({ verdict: 'good' }))).toBe('good');
    expect(verdictOf({}, signal({ verdict: null }))).toBe('not_enough_evidence');
    expect(verdictOf({ condition: { above: 0.2 } }, signal({ verdict: 'good' }))).toBe('bad');
    expect(verdictOf({ condition: { above: 0.3, below: 0.3 } }, signal({}))).toBe('good');
    expect(verdictOf({ condition: { below: 0.7 } }, signal({ value: 0.69 }))).toBe('bad');
    for (const value of [null, NaN])
      expect(verdictOf({ condition: { below: 0.7 } }, signal({ value }))).toBe('not_enough_evidence');
  });

  it('judges an estimate by its whole interval', () => {
    const of = (low: number, high: number) =>
      verdictOf({ condition: { below: 0.7 } }, signal({ value: (low + high) / 2, interval: { low, high } }));
    expect([of(0.6, 0.69), of(0.6, 0.71), of(0.7, 0.8)]).toEqual(['bad', 'not_enough_evidence', 'good']);
  });

  it('has one alert for each thing it watches', () => {
    expect(alertKey({ name: 'fairness' }, 'loan', 'sex')).toBe('fairness:loan:sex');
    expect(alertKey({ name: 'drift' }, 'loan', null)).toBe('drift:loan');
  });
});

describe('silence', () => {
  const hours = (change: Partial<SilencedHours>): SilencedHours => ({
    ...{ from: '22:00', to: '06:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'], timeZone: 'UTC' },
    ...change,
  });

  it.each([
    ['2026-11-23T22:00:00Z', true],
    ['2026-11-24T05:59:00Z', true],
    ['2026-11-24T06:00:00Z', false],
    ['2026-11-28T01:00:00Z', true],
    ['2026-11-28T23:00:00Z', false],
    ['2026-11-23T01:00:00Z', false],
  ])('of hours over midnight belongs to the day they begin on: %s %s', (at, expected) => {
    expect(isInSilencedHours(hours({}), new Date(at))).toBe(expected);
  });

  it('follows the clock of its time zone, and equal times are the whole day', () => {
    const berlin = hours({ from: '08:00', to: '09:00', timeZone: 'Europe/Berlin' });
    expect(isInSilencedHours(berlin, new Date('2026-07-01T06:30:00Z'))).toBe(true);
    expect(isInSilencedHours(berlin, new Date('2026-12-01T06:30:00Z'))).toBe(false);
    expect(isInSilencedHours(hours({ from: '00:00', to: '00:00' }), new Date('2026-11-23T13:00:00Z'))).toBe(true);
  });

  const now = new Date('2026-11-23T10:00:00Z');
  const thing = { key: 'drift:loan', model: 'loan', rule: 'drift', subject: null };
  const silence = { alertKey: null, model: null, rule: null, subject: null, until: new Date('2026-11-23T11:00:00Z') };

  it('holds for what all its patterns match, until its time', () => {
    expect(isSilencedBy({ ...silence, model: 'lo*', rule: 'drift' }, thing, now)).toBe(true);
    expect(isSilencedBy({ ...silence, model: 'lo*', rule: 'fairness' }, thing, now)).toBe(false);
    expect(isSilencedBy({ ...silence, alertKey: 'drift:other' }, thing, now)).toBe(false);
    expect(isSilencedBy({ ...silence, model: '*' }, thing, silence.until)).toBe(false);
  });

  it('keeps people from hearing of a beginning, which they hear at the next bad window after it', () => {
    const firing = { ...QUIET, standing: 'firing' } as const;
    const silenced = tellPeople(firing, 'raised', true);
    expect(silenced.event).toBeNull();
    const after = tellPeople(silenced.state, 'refreshed', false);
    expect(after.event).toBe('alert.raised');
    expect(tellPeople(after.state, 'refreshed', false).event).toBeNull();
  });

  it('tells the end only to those who heard of the beginning', () => {
    expect(tellPeople({ ...QUIET, isTold: true }, 'resolved', false)).toMatchObject({
      event: 'alert.resolved',
      state: { isTold: false },
    });
    expect(tellPeople(QUIET, 'resolved', false).event).toBeNull();
    expect(tellPeople({ ...QUIET, isTold: true }, 'resolved', true).event).toBeNull();
  });
});
