import type { Rollout, RolloutEvidence, RolloutEvidenceReader } from '@plumbline/rollouts-core';

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

export class MonitoredEvidence implements RolloutEvidenceReader {
  constructor(private readonly source: EvidenceSource) {}

  async read(rollout: Rollout): Promise<RolloutEvidence> {
    const { model, id, championVersion, candidateVersion, frozenAt, stepStartedSeq } = rollout;
    const [paired, step] = await Promise.all([
      this.source.pairedEvidence({ model, championVersion, candidateVersion, frozenAt }),
      this.source.stepTraffic({ model, rolloutId: id, sinceSeq: Number(stepStartedSeq) }),
    ]);
    // One pair has no variance: as good as none, and the rule asks for many more.
    const { meanDifference, varianceOfDifference } = paired;
    const known = meanDifference !== null && varianceOfDifference !== null;
    return {
      paired: known
        ? { ...paired, meanDifference, varianceOfDifference }
        : { ...paired, n: 0, meanDifference: 0, varianceOfDifference: 0 },
      step,
    };
  }

  async latestPredictionSeq(model: string): Promise<bigint> {
    return BigInt(await this.source.maxPredictionSeq(model));
  }
}
