import type { Feature } from '@plumbline/registry-core';
import { categoryValue, numericValue } from '@plumbline/stats';
import type { Scalar } from '../scored-row';

/** Ranges a number is cut into, each with about as many rows. */
const RANGES = 5;
/** Categories that are looked at, the most frequent ones. */
const MAXIMUM_CATEGORIES = 12;

/** The conditions on one feature, and which of them each row meets; -1 for none. */
export interface FeatureConditions {
  readonly feature: string;
  readonly values: readonly string[];
  readonly ofRow: Int8Array;
}

function numericConditions(feature: string, column: readonly Scalar[]): FeatureConditions {
  const numbers = column.map((value) => numericValue(value));
  const sorted = numbers.filter((x) => x !== undefined).sort((a, b) => a - b);
  const cuts = Array.from({ length: RANGES - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / RANGES)]);
  const edges = [...new Set(cuts.filter((x) => x !== undefined && x > (sorted[0] ?? x)))] as number[];
  const names = Array.from({ length: edges.length + 1 }, (_, k) => {
    if (k === 0) return edges.length === 0 ? 'any' : `below ${edges[0]}`;
    return k === edges.length ? `${edges[k - 1]} and above` : `${edges[k - 1]} to ${edges[k]}`;
  });
  const missing = names.length;
  const ofRow = Int8Array.from(numbers, (x) => (x === undefined ? missing : edges.filter((edge) => x >= edge).length));
  return { feature, values: [...names, 'missing'], ofRow };
}

function categoricalConditions(feature: string, column: readonly Scalar[]): FeatureConditions {
  const counts = new Map<string, number>();
  const texts = column.map((value) => categoryValue(value));
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  const frequent = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MAXIMUM_CATEGORIES);
  const values = [...frequent.map(([text]) => text), 'missing'];
  const index = new Map(values.map((text, k) => [text, k]));
  const missing = values.length - 1;
  const ofRow = Int8Array.from(texts, (text) => (text === undefined ? missing : (index.get(text) ?? -1)));
  return { feature, values, ofRow };
}

/** `column`: the feature's value in each row. Numbers are cut by the rows themselves. */
export const featureConditions = ({ name, type }: Feature, column: readonly Scalar[]): FeatureConditions =>
  type === 'number' || type === 'integer' ? numericConditions(name, column) : categoricalConditions(name, column);
