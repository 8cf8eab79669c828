import type { OneHot, Preprocessing } from './preprocessing';

export type NumberPreprocessing = Exclude<Preprocessing, OneHot>;
type NumberMap = (value: number) => number;

const log1p: NumberMap = (value) => (value > -1 ? Math.log1p(value) : NaN);

/** x -> (x - offset) / divisor; both sides of it, so that each formula stands once. */
function affineOf(preprocessing: NumberPreprocessing): { readonly offset: number; readonly divisor: number } {
  if (preprocessing.kind === 'standardize') return { offset: preprocessing.mean, divisor: preprocessing.deviation };
  if (preprocessing.kind !== 'min-max') return { offset: 0, divisor: 1 };
  const { minimum, maximum } = preprocessing;
  return { offset: minimum, divisor: maximum - minimum };
}

const takesLog = (preprocessing: NumberPreprocessing): boolean =>
  preprocessing.kind === 'log1p' || (preprocessing.kind !== 'buckets' && preprocessing.log1p === true);

/** In double precision, never rounded on the way; NaN stays NaN, and what has no logarithm is NaN. */
export function numberMap(preprocessing: NumberPreprocessing): NumberMap {
  if (preprocessing.kind === 'buckets') {
    const { edges } = preprocessing;
    return (value) => (Number.isNaN(value) ? NaN : edges.reduce((count, edge) => count + Number(edge <= value), 0));
  }
  if (preprocessing.kind === 'log1p') return log1p;
  const { offset, divisor } = affineOf(preprocessing);
  const scale: NumberMap = (value) => (value - offset) / divisor;
  return takesLog(preprocessing) ? (value) => scale(log1p(value)) : scale;
}

/** The number that `numberMap` made this of, but for rounding; undefined where several did. */
export function inverseNumberMap(preprocessing: NumberPreprocessing): NumberMap | undefined {
  if (preprocessing.kind === 'buckets') return undefined;
  const { offset, divisor } = affineOf(preprocessing);
  const unscale: NumberMap = (value) => value * divisor + offset;
  return takesLog(preprocessing) ? (value) => Math.expm1(unscale(value)) : unscale;
}

/** The next double above -1. */
const LEAST_LOG1P = -1 + 2 ** -53;
const clip = (value: number): number => Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));

export interface Bounds {
  readonly smallest: number;
  readonly largest: number;
}

/** The numbers whose encoded form lies within the bounds of the tensor. */
export function boundsBefore(preprocessing: NumberPreprocessing, { smallest, largest }: Bounds): Bounds {
  if (preprocessing.kind === 'buckets') return { smallest: -Number.MAX_VALUE, largest: Number.MAX_VALUE };
  const { offset, divisor } = affineOf(preprocessing);
  const low = clip(smallest * divisor + offset);
  const high = clip(largest * divisor + offset);
  if (!takesLog(preprocessing)) return { smallest: low, largest: high };
  return { smallest: Math.max(LEAST_LOG1P, clip(Math.expm1(low))), largest: clip(Math.expm1(high)) };
}
