import type { MetricVerdictView, RolloutView } from '@plumbline/contracts';
import { advisedCommand, refusedByState } from './rollout-advice';

const metric = (
  verdict: MetricVerdictView['verdict'],
  role: MetricVerdictView['role'] = 'gate',
): MetricVerdictView => ({
  metric: 'log_loss',
  role,
  champion: 0.3,
  candidate: 0.3,
  difference: { estimate: 0, low: -1, high: 1, n: 10 },
  margin: 0.03,
  verdict,
  rule: '',
});
const rollout = (state: RolloutView['state'], ...metrics: MetricVerdictView[]) => ({ state, metrics });

describe('main button of a rollout', () => {
  it('offers the roll-back as soon as one guardrail or gate is shown worse', () => {
    expect(advisedCommand(rollout('running', metric('better'), metric('worse', 'guardrail')))).toBe('abort');
  });

  it('never rolls back for a signal', () => {
    expect(advisedCommand(rollout('running', metric('better'), metric('worse', 'signal')))).toBe('promote');
  });

  it('offers no promotion without evidence', () => {
    expect(advisedCommand(rollout('running', metric('not_enough_evidence')))).toBe('pause');
    expect(advisedCommand(rollout('running'))).toBe('pause');
    expect(advisedCommand(rollout('paused', metric('not_enough_evidence')))).toBe('resume');
  });

  it('offers nothing once the rollout has ended', () => {
    expect(advisedCommand(rollout('promoted', metric('better')))).toBeNull();
  });
});

describe('commands by state', () => {
  it('says why a command is refused', () => {
    expect(refusedByState('resume', 'running')).toBe('Not possible: the rollout is running.');
    expect(refusedByState('pause', 'rolled_back')).toBe('Not possible: the rollout is rolled back.');
    expect(refusedByState('abort', 'paused')).toBeNull();
  });
});
