import { createRandom } from '@plumbline/stats';
import type { MetricRule } from '../judging/metric-rule';
import { aPolicy, aRollout } from '../rollout.builder';
import { replayLog, type LoggedRow } from './replay-log';
import { SimulatedRows } from './simulated-rows';

const MINUTE_MS = 60_000;
const half = { champion: 0.5, candidate: 0.5 };
const GATES: MetricRule[] = [
  { metric: 'log_loss', role: 'gate', margin: 0.03 },
  { metric: 'error_rate', role: 'gate', margin: 0.01 },
];

/** A row a minute, each labelled two hours later. */
function log(rows: number, law: { championAuc: number; candidateAuc: number }, isLabelled = true): LoggedRow[] {
  const made = new SimulatedRows({ ...law, positiveRate: 0.3 }, createRandom(5));
  return Array.from({ length: rows }, (_, i) => {
    const { positive, ...scores } = made.next();
    const at = new Date(i * MINUTE_MS);
    const labelledAt = isLabelled ? new Date(at.getTime() + 120 * MINUTE_MS) : null;
    return { ...scores, at, labelledAt, positive: isLabelled ? positive : null, stickyKey: `customer-${i}` };
  });
}
const walk = (rows: LoggedRow[], metrics = GATES) => replayLog(aRollout({ policy: aPolicy({ metrics }) }), rows, half);

describe('a policy on a log', () => {
  it('would have brought a better version to everybody, step by step, and says what it could not judge', () => {
    const replayed = walk(log(4_000, { championAuc: 0.7, candidateAuc: 0.8 }));
    expect(replayed).toMatchObject({ end: 'promoted', rows: 4_000, labelled: 4_000, leftOut: ['error_rate'] });
    expect(replayed.steps.map(({ sharePercent }) => sharePercent)).toEqual([25, 50, 100]);
  });

  it('would have rolled back a worse one', () => {
    const metrics: MetricRule[] = [{ metric: 'auc', role: 'gate', margin: 0.01 }];
    expect(walk(log(4_000, { championAuc: 0.8, candidateAuc: 0.65 }), metrics).end).toBe('rolled_back');
  });

  it('would never have passed a step without labels, nor judged one before it came', () => {
    expect(walk(log(4_000, { championAuc: 0.7, candidateAuc: 0.8 }, false))).toMatchObject({
      end: 'open',
      labelled: 0,
    });
    const [first] = walk(log(4_000, { championAuc: 0.7, candidateAuc: 0.8 })).steps;
    expect(first?.at.getTime()).toBeGreaterThan(120 * MINUTE_MS);
  });

  it('of nothing says nothing', () => {
    expect(walk([])).toMatchObject({ end: 'open', looks: 0, rows: 0 });
  });
});
