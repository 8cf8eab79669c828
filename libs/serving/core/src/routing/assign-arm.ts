import { murmur3 } from './murmur3';

export type Arm = 'champion' | 'candidate';

const BUCKETS = 10_000;

export interface Assignment {
  /** One a rollout: two rollouts split the same people differently. */
  readonly salt: string;
  readonly subject: string;
  /** Share of the candidate, 0..100; a step of 0.01 is one bucket. */
  readonly sharePercent: number;
}

/**
 * The candidate takes buckets 0 .. share*100 - 1 of 10,000, so a growing share never moves a subject back, and the same
 * subject always meets the same version. Example: share 10 is buckets 0..999.
 */
export function assignArm({ salt, subject, sharePercent }: Assignment): Arm {
  const bucket = murmur3(`${salt}:${subject}`) % BUCKETS;
  return bucket < Math.round((sharePercent * BUCKETS) / 100) ? 'candidate' : 'champion';
}
