import { murmur3 } from './murmur3';

const BUCKETS = 10_000;

/** Subjects that get no model action, so that the worth of acting can be measured. */
export interface HoldoutGroup {
  /** One a model and round, and never a rollout's: who is held out says nothing about who meets a candidate. */
  readonly salt: string;
  /** 0..100 */
  readonly percent: number;
}

export const holdoutSalt = (model: string, round: number): string => `holdout:${model}:${round}`;

/** Buckets 0 .. percent*100 - 1 of 10,000: a subject stays held out for the whole round, whatever the share grows to. */
export const isHeldOut = ({ salt, percent }: HoldoutGroup, subject: string): boolean =>
  murmur3(`${salt}:${subject}`) % BUCKETS < Math.round((percent * BUCKETS) / 100);
