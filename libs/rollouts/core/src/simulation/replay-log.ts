import { addMeanCounters, meanCounters, rowLogLoss, seedFromText, type MeanCounters } from '@plumbline/stats';
import { aucDifference, type ScoredPair } from '../comparisons/auc-difference';
import type { Comparison, RolloutEvidence } from '../comparisons/evidence';
import { ruleKey, type RolloutMetric } from '../judging/metric-rule';
import { rulesOf, startedRules, type AnswerKind } from '../judging/started-rules';
import type { Rollout, RolloutPolicy } from '../rollout';
import { startPlan } from '../strategies/start-plan';
import { walkRollout, type Walk } from './walk-rollout';

/** A prediction that both versions have scored, as it was logged. */
export interface LoggedRow {
  /** The subject; where nobody is named, the prediction's id. */
  readonly stickyKey: string;
  readonly at: Date;
  readonly champion: number;
  readonly candidate: number;
  readonly positive: boolean | null;
  readonly labelledAt: Date | null;
}

export interface LogThresholds {
  readonly champion: number;
  readonly candidate: number;
}

export interface ReplayedRollout extends Walk {
  readonly rows: number;
  readonly labelled: number;
  /** Metrics of the policy that a log cannot tell of: they judged nothing. */
  readonly leftOut: readonly string[];
}

const KNOWN: ReadonlySet<RolloutMetric> = new Set(['log_loss', 'auc', 'accuracy', 'score_difference', 'label_flips']);
const BUCKETS = 10_000;

const comparisonOf = (counters: MeanCounters): Comparison => {
  const { n, sum, sumOfSquares } = counters;
  if (n < 2) return { champion: null, candidate: null, difference: undefined };
  const standardError = Math.sqrt(Math.max(0, sumOfSquares - sum ** 2 / n) / (n - 1) / n);
  return { champion: null, candidate: null, difference: { estimate: sum / n, standardError, observations: n } };
};

/** What has been served and labelled up to a moment of the log. */
class ReplayedTraffic {
  private served = 0;
  private matured = 0;
  private step = { index: -1, total: 0, candidate: 0 };
  private readonly labels: readonly LoggedRow[];
  private readonly pairs: ScoredPair[] = [];
  private readonly counters = new Map<string, MeanCounters>();

  constructor(
    private readonly rows: readonly LoggedRow[],
    private readonly thresholds: LogThresholds,
  ) {
    const labelled = rows.filter(({ labelledAt }) => labelledAt !== null);
    this.labels = labelled.sort((a, b) => (a.labelledAt as Date).getTime() - (b.labelledAt as Date).getTime());
  }

  get labelled(): number {
    return this.labels.length;
  }

  advance({ stepIndex, salt, sharePercent }: Rollout, until: Date): void {
    if (stepIndex !== this.step.index) this.step = { index: stepIndex, total: 0, candidate: 0 };
    for (let row = this.rows[this.served]; row && row.at <= until; row = this.rows[++this.served]) {
      this.step.total++;
      if (seedFromText(`${salt}:${row.stickyKey}`) % BUCKETS < (sharePercent * BUCKETS) / 100) this.step.candidate++;
      this.count('score_difference', Math.abs(row.candidate - row.champion));
      this.count('label_flips', this.selects('candidate', row) === this.selects('champion', row) ? 0 : 1);
    }
    for (
      let row = this.labels[this.matured];
      row && (row.labelledAt as Date) <= until;
      row = this.labels[++this.matured]
    )
      this.mature({ ...row, positive: row.positive === true });
  }

  evidence(version: number, wantsAuc: boolean): RolloutEvidence {
    const { n, sum, sumOfSquares } = this.counters.get('log_loss') ?? meanCounters([]);
    const outcomes = new Map([...this.counters].map(([metric, counters]) => [metric, comparisonOf(counters)]));
    if (wantsAuc) outcomes.set('auc', aucDifference(this.pairs));
    return {
      step: this.step,
      paired: {
        ...{ n, meanDifference: n > 0 ? sum / n : 0, championLogLoss: null, candidateLogLoss: null },
        varianceOfDifference: n > 1 ? Math.max(0, sumOfSquares - sum ** 2 / n) / (n - 1) : 0,
      },
      ...{ serving: [], processes: { live: 1, ready: 1 }, outcomes: new Map([[version, outcomes]]) },
    };
  }

  private mature(pair: LoggedRow & ScoredPair): void {
    const label = pair.positive ? 1 : 0;
    const isRight = (side: 'champion' | 'candidate') => (this.selects(side, pair) === pair.positive ? 1 : 0);
    this.count('log_loss', rowLogLoss(label, pair.candidate) - rowLogLoss(label, pair.champion));
    this.count('accuracy', isRight('candidate') - isRight('champion'));
    this.pairs.push(pair);
  }

  private selects(side: 'champion' | 'candidate', row: LoggedRow): boolean {
    return row[side] >= this.thresholds[side];
  }

  private count(metric: RolloutMetric, value: number): void {
    this.counters.set(metric, addMeanCounters(this.counters.get(metric) ?? meanCounters([]), meanCounters([value])));
  }
}

const MOST_LOOKS = 500;
const SHORTEST_LOOK_MS = 1_000;

/**
 * What a policy would have done with a log: the rows in the order they came, the labels when they came, `decide` at up to 500
 * looks. Buckets are drawn by another hash than serving's, so other people of the same share. What a log does not hold,
 * failures and run times above all, is left out and named.
 * @param rows in order of `at`
 */
export function replayLog(begin: Rollout, rows: readonly LoggedRow[], thresholds: LogThresholds): ReplayedRollout {
  const rules = rulesOf(begin.policy);
  const known = rules.filter(({ metric }) => KNOWN.has(metric));
  const traffic = new ReplayedTraffic(rows, thresholds);
  const first = rows[0]?.at.getTime() ?? 0;
  const last = rows.reduce(
    (latest, { at, labelledAt }) => Math.max(latest, at.getTime(), labelledAt?.getTime() ?? 0),
    first,
  );
  const everyMs = Math.max(SHORTEST_LOOK_MS, (last - first) / MOST_LOOKS);
  const wantsAuc = known.some(({ metric }) => metric === 'auc');
  const started = new Date(first);
  const rollout: Rollout = {
    ...begin,
    ...{ startedAt: started, stepStartedAt: started, policy: { ...begin.policy, metrics: known } },
  };
  const walk = walkRollout(rollout, (now, look) => {
    const at = new Date(first + look * everyMs);
    if (rows.length === 0 || at.getTime() > last + everyMs) return null;
    traffic.advance(now, at);
    return { evidence: traffic.evidence(begin.candidateVersion, wantsAuc), now: at, latestSeq: 0n };
  });
  const leftOut = rules.filter((rule) => !known.includes(rule)).map(ruleKey);
  return { ...walk, rows: rows.length, labelled: traffic.labelled, leftOut };
}

/** A canary of the policy, walked over the log; the policy's steps are checked as at a start. */
export function backtest(
  asked: {
    readonly model: string;
    readonly championVersion: number;
    readonly candidateVersion: number;
    readonly policy: RolloutPolicy;
    readonly answers: AnswerKind;
  },
  rows: readonly LoggedRow[],
  thresholds: LogThresholds,
): ReplayedRollout {
  const { model, championVersion, candidateVersion, answers } = asked;
  const policy = { ...asked.policy, metrics: startedRules(asked.policy, answers), paired: true };
  const versions = { championVersion, candidateVersion };
  const at = rows[0]?.at ?? new Date(0);
  const begin: Rollout = {
    ...{ id: 'backtest', model, strategy: 'canary', state: 'running', ...versions, policy, stepIndex: 0 },
    ...startPlan({ id: `backtest:${model}`, strategy: 'canary', ...versions, policy }),
    ...{ frozenAt: at, stepStartedAt: at, stepStartedSeq: 0n, startedAt: at, endedAt: null },
    ...{ lastAssessment: null, acceptedSignals: [], reason: 'backtest', startedBy: 'backtest', revision: 1 },
  };
  return replayLog(begin, rows, thresholds);
}
