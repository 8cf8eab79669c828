import { buildReferenceProfile, measureExpected, type ExpectedPerformance } from '@plumbline/monitoring-core';
import {
  attributeRows,
  featureRows,
  positiveLabels,
  type ReferenceFindings,
  type ReferenceProfiler,
  type Scalar,
  type Signature,
  type Table,
} from '@plumbline/registry-core';
import { createScorer } from '@plumbline/serving-adapters';

/** The model is asked about this many reference rows at most, spread evenly over all. */
const MAX_SCORED_ROWS = 20_000;

const everyNth = (count: number): number[] => {
  const step = Math.max(1, count / MAX_SCORED_ROWS);
  return Array.from({ length: Math.min(count, MAX_SCORED_ROWS) }, (_, i) => Math.floor(i * step));
};

const pick = <T>(all: readonly T[], places: readonly number[]): T[] => places.map((at) => all[at] as T);

async function scoresOf(signature: Signature, artifact: Uint8Array, rows: readonly Scalar[][]): Promise<number[]> {
  const scorer = await createScorer(signature, artifact);
  try {
    return [...(await scorer.scoreRows(rows))];
  } finally {
    await scorer.release();
  }
}

/** What the trainer measured on rows it did not train on is the fairer expectation. */
const trusted = (seen: ExpectedPerformance, given: Readonly<Record<string, number>>): ExpectedPerformance => ({
  ...seen,
  logLoss: given['logLoss'] ?? seen.logLoss,
  auc: given['auc'] ?? seen.auc,
  accuracy: given['accuracy'] ?? seen.accuracy,
});

/** Distribution of the reference rows and, where the label is there, how well the model does on them. */
export class OnnxReferenceProfiler implements ReferenceProfiler {
  async profile({
    signature,
    artifact,
    table,
    metrics: given,
  }: {
    signature: Signature;
    artifact: Uint8Array;
    table: Table;
    metrics: Readonly<Record<string, number>>;
  }): Promise<ReferenceFindings> {
    const rows = featureRows(signature, table);
    const labels = positiveLabels(signature, table);
    const places = everyNth(rows.length);
    const scores = await scoresOf(signature, artifact, pick(rows, places));
    const seen = labels === null ? null : measureExpected(scores, pick(labels, places), signature.output.threshold);
    const expected = seen && trusted(seen, given);
    const attributes = attributeRows(signature, table);
    const reference = buildReferenceProfile(signature, rows, {
      scores,
      expected,
      ...(labels === null ? {} : { labels }),
      ...(attributes === null ? {} : { attributes }),
    });
    const { logLoss = null, auc = null, accuracy = null } = expected ?? {};
    const measured = Object.entries({ logLoss, auc, accuracy }).filter(([, value]) => value !== null);
    return { reference, metrics: Object.fromEntries(measured) as Record<string, number> };
  }
}
