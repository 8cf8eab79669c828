import { murmur3 } from './murmur3';

/** What a prediction's event says: whether the champion or another version of its rollout answered. */
export type Arm = 'champion' | 'candidate';

const BUCKETS = 10_000;

/**
 * One of 10,000 buckets, the same in every process and for ever.
 * @param salt one a rollout, shadow, experiment or hold-out group: two of them split the same people differently
 */
export const bucketOf = (salt: string, subject: string): number => murmur3(`${salt}:${subject}`) % BUCKETS;

/**
 * Arms in their order, each with the bucket it ends before: arm i takes the buckets from where arm i-1 ends, and who is in
 * none of them stays with the champion. A step of 0.01 percent is one bucket.
 *
 * The share of a single arm, or of the last one, may grow without ever moving a subject back.
 * Example: shares 10 and 20 end before 1000 and 3000.
 */
export function cumulativeBuckets(sharesPercent: readonly number[]): number[] {
  let sum = 0;
  return sharesPercent.map((share) => Math.round(((sum += share) * BUCKETS) / 100));
}

/** The arm that a bucket belongs to; -1: the champion's. */
export function armOfBucket(ends: readonly number[], bucket: number): number {
  for (let i = 0; i < ends.length; i++) if (bucket < (ends[i] as number)) return i;
  return -1;
}

/** Two sides; the candidate takes the buckets from 0 on. Example: share 10 is buckets 0..999. */
export function assignArm(of: { readonly salt: string; readonly subject: string; readonly sharePercent: number }): Arm {
  return armOfBucket(cumulativeBuckets([of.sharePercent]), bucketOf(of.salt, of.subject)) === 0
    ? 'candidate'
    : 'champion';
}
