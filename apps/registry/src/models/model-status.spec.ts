import { sharesOf } from './model-figures.query';
import { modelStatus, type ModelState } from './model-status.policy';

const calm: ModelState = {
  championVersion: 1,
  hasReference: true,
  predictions: 900,
  verdict: 'no_drift',
  driftedFeatures: 0,
  testedFeatures: 8,
  openAlerts: [],
  rollout: null,
  isTraining: false,
};
const alert = (severity: string) => ({ kind: 'performance', severity, title: `${severity} title` });
const rollout = { id: 'r', state: 'running', candidateVersion: 2, sharePercent: 25 };

describe('modelStatus', () => {
  it.each<[Partial<ModelState>, string, string]>([
    [{}, 'healthy', '8 tested features'],
    [{ championVersion: null }, 'no_data', 'promote one'],
    [{ predictions: 0, verdict: null }, 'no_data', 'nobody has asked'],
    [{ verdict: 'drift', driftedFeatures: 3 }, 'watch', '3 of 8'],
    [{ verdict: null }, 'not_enough_data', 'too few rows'],
    [{ verdict: 'not_enough_evidence' }, 'not_enough_data', 'too few rows'],
    [{ hasReference: false, verdict: null }, 'not_monitored', '--reference'],
    [{ openAlerts: [alert('warning')] }, 'watch', 'warning title'],
    [{ openAlerts: [alert('warning'), alert('critical')], verdict: 'drift' }, 'failing', 'critical title'],
    [{ isTraining: true, openAlerts: [alert('critical')] }, 'acting', 'being trained'],
    [{ rollout, verdict: 'drift' }, 'acting', 'version 2 is on trial with 25 %'],
    [{ rollout: { ...rollout, state: 'paused' } }, 'paused', 'version 2'],
  ])('%j is %s', (changes, status, reason) => {
    expect(modelStatus({ ...calm, ...changes })).toEqual({ status, statusReason: expect.stringContaining(reason) });
  });
});

describe('sharesOf', () => {
  it('adds up to all requests, and to none without a champion', () => {
    expect(sharesOf(1, rollout)).toEqual([
      { version: 1, sharePercent: 75, role: 'champion' },
      { version: 2, sharePercent: 25, role: 'candidate' },
    ]);
    expect([sharesOf(1, null)[0]?.sharePercent, sharesOf(null, null)]).toEqual([100, []]);
  });
});
