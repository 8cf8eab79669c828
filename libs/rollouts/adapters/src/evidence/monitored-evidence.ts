import type { Rollout, RolloutEvidence, RolloutEvidenceReader } from '@plumbline/rollouts-core';
import { selectOutcomes } from './outcome-evidence';
import type { Queryable } from './queryable';
import { selectProcesses, selectServingCounts } from './serving-counts';
import { selectAnsweredBy } from './step-traffic';

/** What monitoring can tell; its feedback query fits this shape. */
export interface EvidenceSource {
  pairedEvidence(question: {
    model: string;
    championVersion: number;
    candidateVersion: number;
    frozenAt: Date;
  }): Promise<{
    n: number;
    meanDifference: number | null;
    varianceOfDifference: number | null;
    championLogLoss: number | null;
    candidateLogLoss: number | null;
  }>;
  stepTraffic(step: {
    model: string;
    rolloutId: string;
    sinceSeq: number;
  }): Promise<{ total: number; candidate: number }>;
  maxPredictionSeq(model: string): Promise<number>;
}

/** Paired log loss and the traffic of a step from monitoring, the rest from the tables of predictions and of serving's counts. */
export class MonitoredEvidence implements RolloutEvidenceReader {
  constructor(
    private readonly source: EvidenceSource,
    private readonly db: Queryable,
  ) {}

  async read(rollout: Rollout): Promise<RolloutEvidence> {
    const { model, id, championVersion, candidateVersion, frozenAt, stepStartedSeq } = rollout;
    const [paired, traffic, byVersion, serving, processes, outcomes] = await Promise.all([
      this.source.pairedEvidence({ model, championVersion, candidateVersion, frozenAt }),
      this.source.stepTraffic({ model, rolloutId: id, sinceSeq: Number(stepStartedSeq) }),
      rollout.strategy === 'ab' ? selectAnsweredBy(this.db, rollout) : undefined,
      selectServingCounts(this.db, id),
      selectProcesses(this.db, id),
      selectOutcomes(this.db, rollout),
    ]);
    // One pair has no variance: as good as none, and the rule asks for many more.
    const { meanDifference, varianceOfDifference } = paired;
    const known = meanDifference !== null && varianceOfDifference !== null;
    return {
      paired: known
        ? { ...paired, meanDifference, varianceOfDifference }
        : { ...paired, n: 0, meanDifference: 0, varianceOfDifference: 0 },
      step: { total: traffic.total, candidate: traffic.candidate, ...(byVersion && { byVersion }) },
      ...{ serving, processes, outcomes },
    };
  }

  async latestPredictionSeq(model: string): Promise<bigint> {
    return BigInt(await this.source.maxPredictionSeq(model));
  }
}
