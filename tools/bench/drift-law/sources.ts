import { type FeatureValue, nextNormal, type Random } from '@plumbline/stats';

export interface Source {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** A fresh law per repetition, so that the study is not about one table of probabilities. */
  readonly law: (random: Random) => (random: Random) => FeatureValue;
}

export const exponential = (random: Random): number => -Math.log(1 - random.next());
const repeat = (count: number, value: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => value(i));

function pick(shares: readonly number[]): (random: Random) => string {
  const total = shares.reduce((sum, s) => sum + s, 0);
  const ends: number[] = [];
  shares.reduce((sum, s) => (ends.push((sum + s) / total), sum + s), 0);
  return (random) => {
    const u = random.next();
    const found = ends.findIndex((end) => u < end);
    return `c${found === -1 ? ends.length - 1 : found}`;
  };
}

/** Continuous, skewed, point masses, integers, missing, rare, thin and many categories: what makes a law go wrong. */
export const SOURCES: readonly Source[] = [
  { name: 'normal', kind: 'numeric', law: () => nextNormal },
  { name: 'log-normal', kind: 'numeric', law: () => (r) => Math.exp(2 * nextNormal(r)) },
  { name: 'zero-balance', kind: 'numeric', law: () => (r) => (r.next() < 0.36 ? 0 : 1e5 + 3e4 * nextNormal(r)) },
  { name: 'pdays', kind: 'numeric', law: () => (r) => (r.next() < 0.963 ? 999 : Math.floor(exponential(r) * 6)) },
  { name: 'small-integers', kind: 'numeric', law: () => (r) => Math.floor(exponential(r) * 2.5) },
  { name: 'age', kind: 'numeric', law: () => (r) => Math.round(40 + 10 * nextNormal(r)) },
  { name: 'missing', kind: 'numeric', law: () => (r) => (r.next() < 0.01 ? null : nextNormal(r)) },
  { name: 'tenths', kind: 'numeric', law: () => (r) => Math.floor(r.next() * 11) },
  { name: 'binary-rare', kind: 'categorical', law: () => (r) => (r.next() < 0.002 ? 'yes' : 'no') },
  { name: 'thirty-even', kind: 'categorical', law: () => pick(repeat(30, () => 1)) },
  { name: 'thirty-random', kind: 'categorical', law: (r) => pick(repeat(30, () => exponential(r))) },
  { name: 'zipf-thirty', kind: 'categorical', law: () => pick(repeat(30, (i) => 1 / (i + 1) ** 2)) },
  { name: 'zipf-thousand', kind: 'categorical', law: () => pick(repeat(1_000, (i) => 1 / (i + 1))) },
  { name: 'two-hundred-even', kind: 'categorical', law: () => pick(repeat(200, () => 1)) },
  { name: 'geometric', kind: 'categorical', law: () => (r) => `g${Math.floor(exponential(r) * 8)}` },
];
