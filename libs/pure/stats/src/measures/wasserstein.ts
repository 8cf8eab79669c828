import { StatisticsInputError } from '../statistics.errors';
import { sortedNumbers } from './kolmogorov-smirnov';

const { abs, min, sqrt } = Math;

/**
 * Wasserstein-1 (earth mover's) distance between two samples: integral of |F - G|, in the unit of the values, >= 0.
 * Divide by the reference's population standard deviation for a unit-free score (`normalisedWasserstein`).
 * Example: [0,1,3] against [5,6,8] = 5.
 */
export function wassersteinDistance(reference: readonly number[], current: readonly number[]): number {
  if (reference.length === 0 || current.length === 0) {
    throw new StatisticsInputError('wassersteinDistance needs values on both sides');
  }
  const [a, b] = [sortedNumbers(reference), sortedNumbers(current)];
  let [i, j, area] = [0, 0, 0];
  let x = min(a[0] as number, b[0] as number);
  while (i < a.length || j < b.length) {
    const next = min(a[i] ?? Infinity, b[j] ?? Infinity);
    area += abs(i / a.length - j / b.length) * (next - x);
    x = next;
    while (i < a.length && a[i] === x) i += 1;
    while (j < b.length && b[j] === x) j += 1;
  }
  return area;
}

/** Mean and population standard deviation (divisor n), two passes. Example: [2, 4] -> mean 3, deviation 1. */
export function populationMoments(values: ArrayLike<number>): { mean: number; standardDeviation: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) squares += ((values[i] as number) - mean) ** 2;
  return { mean, standardDeviation: sqrt(squares / values.length) };
}

/**
 * Wasserstein-1 divided by the reference's population standard deviation. A constant reference has none: the result
 * is then 0 if the samples agree, else Infinity.
 */
export function normalisedWasserstein(reference: readonly number[], current: readonly number[]): number {
  const distance = wassersteinDistance(reference, current);
  return distance === 0 ? 0 : distance / populationMoments(reference).standardDeviation;
}
