import type { Signature } from '@plumbline/registry-core';
import type { ArtifactScorer } from '@plumbline/retraining-core';
import { createScorer } from '@plumbline/serving-adapters';

/** The runtime and the encoding that will answer people are those that judge. */
export class RuntimeScorer implements ArtifactScorer {
  async score(
    signature: Signature,
    artifact: Uint8Array,
    rows: Parameters<ArtifactScorer['score']>[2],
  ): Promise<Float64Array> {
    const scorer = await createScorer(signature, artifact);
    try {
      return await scorer.scoreRows(rows);
    } finally {
      await scorer.release();
    }
  }
}
