import { createHash } from 'node:crypto';
import type { RetrainingPolicy } from '../triggers/consider-trigger.policy';

export type Scalar = string | number | boolean | null;

export interface LabelledRow {
  /** Stable identity: prediction id, or position in the training base. */
  readonly id: string;
  /** In the signature's feature order. */
  readonly features: readonly Scalar[];
  readonly attributes: Readonly<Record<string, Scalar>> | null;
  readonly positive: boolean;
  readonly source: 'base' | 'feedback';
}

export interface DataSnapshot {
  readonly train: readonly LabelledRow[];
  /** Relative weight of each training row. */
  readonly weights: Float64Array;
  /** The newest rows by hash, never trained on. */
  readonly holdout: readonly LabelledRow[];
  readonly manifest: SnapshotManifest;
}

export interface SnapshotManifest {
  readonly schemaVersion: 1;
  readonly rows: number;
  readonly baseRows: number;
  readonly feedbackRows: number;
  readonly trainRows: number;
  readonly holdoutRows: number;
  readonly positiveRate: number;
  readonly firstId: string;
  readonly lastId: string;
  /** SHA-256 over the rows in order, so the same inputs give the same digest. */
  readonly digest: string;
  readonly slidingRows: number;
  readonly halfLifeRows: number;
}

/** A row belongs to the hold-out by its id alone: the same row is on the same side in every run. */
function heldOutShare(id: string): number {
  return createHash('sha256').update(`holdout:${id}`).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * Takes the latest `slidingRows` of base then feedback (both oldest first). Of the most recent `holdoutRecentRows`, a share is
 * kept from training, so that training still sees the newest period while the hold-out speaks about it. Weights halve every
 * `halfLifeRows` rows of age.
 *
 * @example 12,000 rows, recent 2,000, share 0.25: about 500 held out, 11,500 trained on
 */
export function takeSnapshot(
  base: readonly LabelledRow[],
  feedback: readonly LabelledRow[],
  policy: RetrainingPolicy,
): DataSnapshot {
  const rows = [...base, ...feedback].slice(-policy.slidingRows);
  const train: LabelledRow[] = [];
  const holdout: LabelledRow[] = [];
  const ages: number[] = [];
  const hash = createHash('sha256');
  rows.forEach((row, i) => {
    const age = rows.length - 1 - i;
    hash.update(`${JSON.stringify([row.id, row.features, row.positive])}\n`);
    if (row.source === 'feedback' && age < policy.holdoutRecentRows && heldOutShare(row.id) < policy.holdoutShare) {
      holdout.push(row);
    } else {
      train.push(row);
      ages.push(age);
    }
  });
  const halfLife = policy.halfLifeRows;
  const weights = Float64Array.from(ages, (age) => (halfLife > 0 ? 0.5 ** (age / halfLife) : 1));
  const manifest: SnapshotManifest = {
    schemaVersion: 1,
    rows: rows.length,
    baseRows: rows.filter((row) => row.source === 'base').length,
    feedbackRows: rows.filter((row) => row.source === 'feedback').length,
    trainRows: train.length,
    holdoutRows: holdout.length,
    positiveRate: rows.length ? rows.filter((row) => row.positive).length / rows.length : 0,
    firstId: rows[0]?.id ?? '',
    lastId: rows.at(-1)?.id ?? '',
    digest: hash.digest('hex'),
    slidingRows: policy.slidingRows,
    halfLifeRows: policy.halfLifeRows,
  };
  return { train, weights, holdout, manifest };
}

/** One JSON line a row: what is stored, content-addressed, so that a run can be repeated and audited. */
export function snapshotBytes({ train, holdout }: DataSnapshot): Uint8Array {
  const line = (part: string) => (row: LabelledRow) =>
    `${JSON.stringify({ part, id: row.id, features: row.features, positive: row.positive })}\n`;
  return Buffer.from(train.map(line('train')).join('') + holdout.map(line('holdout')).join(''));
}
