import { stageStates } from './run-stages';

describe('stages of a training run', () => {
  it('marks where a running one is', () => {
    expect(stageStates({ stage: 'train', state: 'running' })).toEqual([
      'done',
      'done',
      'now',
      'later',
      'later',
      'later',
      'later',
    ]);
  });

  it('shows where a rejected one stopped, and nothing after it as done', () => {
    expect(stageStates({ stage: 'evaluate', state: 'rejected' }).slice(3)).toEqual([
      'stopped',
      'later',
      'later',
      'later',
    ]);
  });

  it('shows every stage of a registered one as done', () => {
    expect(new Set(stageStates({ stage: 'done', state: 'registered' }))).toEqual(new Set(['done']));
  });
});
