import { addMeanCounters, createRandom, meanCounters, rowLogLoss, type Random } from '@plumbline/stats';
import { aucDifference, type ScoredPair } from '../comparisons/auc-difference';
import type { RolloutEvidence, ServingCounts } from '../comparisons/evidence';
import { rulesOf } from '../judging/started-rules';
import type { Rollout } from '../rollout';
import { SimulatedRows, type RowLaw } from './simulated-rows';
import { walkRollout, type Walk } from './walk-rollout';

export interface WorldLaw extends RowLaw {
  readonly requestsALook: number;
  readonly looks: number;
  /** Shares of the requests that a version cannot answer. */
  readonly championErrorRate: number;
  readonly candidateErrorRate: number;
  /** A label comes so many looks after its prediction. */
  readonly labelDelayLooks: number;
  /** The version that does not answer scores, or fails to, as well. */
  readonly paired: boolean;
}

export const NO_DIFFERENCE: WorldLaw = {
  ...{ requestsALook: 100, looks: 100, championErrorRate: 0.02, candidateErrorRate: 0.02 },
  ...{ championAuc: 0.8, candidateAuc: 0.8, positiveRate: 0.2, labelDelayLooks: 5, paired: true },
};

interface Cell {
  readonly version: number;
  readonly stepIndex: number;
  readonly role: 'answering' | 'beside';
  asked: number;
  failed: number;
}

const lossOf = ({ positive, champion, candidate }: ScoredPair): number =>
  rowLogLoss(positive ? 1 : 0, candidate) - rowLogLoss(positive ? 1 : 0, champion);

/** Requests and labels of one simulated rollout, and what its judge would know of them. */
class SimulatedTraffic {
  candidateAsked = 0;
  private readonly rows: SimulatedRows;
  private readonly cells = new Map<string, Cell>();
  private readonly unlabelled: ScoredPair[][] = [];
  private readonly labelled: ScoredPair[] = [];
  private losses = meanCounters([]);
  private step = { index: -1, total: 0, candidate: 0 };

  constructor(
    private readonly law: WorldLaw,
    private readonly random: Random,
    private readonly wantsAuc: boolean,
  ) {
    this.rows = new SimulatedRows(law, random);
  }

  serve(rollout: Rollout): void {
    const { requestsALook, candidateErrorRate, championErrorRate } = this.law;
    const { stepIndex, sharePercent, championVersion, candidateVersion } = rollout;
    if (stepIndex !== this.step.index) this.step = { index: stepIndex, total: 0, candidate: 0 };
    const answered: ScoredPair[] = [];
    for (let i = 0; i < requestsALook; i++) {
      const isCandidate = this.random.next() < sharePercent / 100;
      const champion = { version: championVersion, errorRate: championErrorRate };
      const candidate = { version: candidateVersion, errorRate: candidateErrorRate };
      const [first, other] = isCandidate ? [candidate, champion] : [champion, candidate];
      if (isCandidate) this.candidateAsked++;
      const isAnswered = this.scores({ ...first, stepIndex, role: 'answering' });
      const isPaired = this.law.paired && this.scores({ ...other, stepIndex, role: 'beside' });
      if (!isAnswered) continue;
      this.step.total++;
      if (isCandidate) this.step.candidate++;
      const row = this.rows.next();
      if (isPaired) answered.push(row);
    }
    this.unlabelled.push(answered);
  }

  /** The labels whose time has come. */
  label(): void {
    if (this.unlabelled.length <= this.law.labelDelayLooks) return;
    const rows = this.unlabelled.shift() ?? [];
    this.losses = addMeanCounters(this.losses, meanCounters(rows.map(lossOf)));
    if (this.wantsAuc) this.labelled.push(...rows);
  }

  evidence(candidateVersion: number): RolloutEvidence {
    const { n, sum, sumOfSquares } = this.losses;
    const variance = n > 1 ? Math.max(0, (sumOfSquares - sum ** 2 / n) / (n - 1)) : 0;
    return {
      step: this.step,
      paired: {
        ...{ n, meanDifference: n > 0 ? sum / n : 0, varianceOfDifference: variance },
        ...{ championLogLoss: null, candidateLogLoss: null },
      },
      serving: [...this.cells.values()].map((cell): ServingCounts => ({
        ...cell,
        invalid: 0,
        latency: [],
      })),
      processes: { live: 1, ready: 1 },
      outcomes: new Map(this.wantsAuc ? [[candidateVersion, new Map([['auc', aucDifference(this.labelled)]])]] : []),
    };
  }

  private scores({ errorRate, ...of }: Pick<Cell, 'version' | 'stepIndex' | 'role'> & { readonly errorRate: number }) {
    const key = `${of.version}/${of.stepIndex}/${of.role}`;
    const cell = this.cells.get(key) ?? { ...of, asked: 0, failed: 0 };
    this.cells.set(key, cell);
    cell.asked++;
    if (this.random.next() >= errorRate) return true;
    cell.failed++;
    return false;
  }
}

export interface SimulatedRollout extends Walk {
  /** Requests that went to the candidate. */
  readonly candidateAsked: number;
  readonly highestSharePercent: number;
}

const MINUTE_MS = 60_000;

/**
 * One rollout in a world of known law: at each look so many requests, split by the share, each answered or failed; labels come
 * later; then `decide`. The same seed gives the same rollout.
 */
export function simulateRollout(begin: Rollout, law: WorldLaw, seed: number): SimulatedRollout {
  const wantsAuc = rulesOf(begin.policy).some(({ metric }) => metric === 'auc');
  const traffic = new SimulatedTraffic(law, createRandom(seed), wantsAuc);
  let highestSharePercent = 0;
  const walk = walkRollout(begin, (rollout, look) => {
    if (look > law.looks) return null;
    highestSharePercent = Math.max(highestSharePercent, rollout.sharePercent);
    traffic.serve(rollout);
    traffic.label();
    const now = new Date(begin.startedAt.getTime() + look * MINUTE_MS);
    return { evidence: traffic.evidence(begin.candidateVersion), now, latestSeq: BigInt(look) };
  });
  return { ...walk, candidateAsked: traffic.candidateAsked, highestSharePercent };
}
