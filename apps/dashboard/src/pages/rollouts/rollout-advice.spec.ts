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
const rollout = (state: RolloutView['state'], ...metrics: MetricVerdictView[]) => ({
  state,
  metrics,
  steps: [10, 50, 100],
  stepIndex: 1,
  stepPredictions: 300,
  minimumStepPredictions: 250,
});

describe('main button of a rollout', () => {
  it('offers the roll-back as soon as one guardrail or gate is shown worse', () => {
    expect(advisedCommand(rollout('running', metric('better'), metric('worse', 'guardrail')))).toBe('abort');
  });

  it('never rolls back for a signal', () => {
    expect(advisedCommand(rollout('running', metric('better'), metric('worse', 'signal')))).toBe('promote');
  });

  it('offers the promotion only in the last step, when it has had its predictions', () => {
    const good = rollout('running', metric('not_worse'));
    expect(advisedCommand(good)).toBe('promote');
    expect(advisedCommand({ ...good, stepIndex: 0 })).toBeNull();
    expect(advisedCommand({ ...good, stepPredictions: 249 })).toBeNull();
  });

  it('offers no promotion without evidence', () => {
    expect(advisedCommand(rollout('running', metric('not_enough_evidence')))).toBeNull();
    expect(advisedCommand(rollout('running'))).toBeNull();
  });

  it('offers to go on when a person has paused', () => {
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
