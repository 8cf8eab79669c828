import { inverseNumberMap, numberMap } from './number-map';
import type { EncodedFeature, OneHot, Scalar } from './preprocessing';

export type ValueEncoder = (value: Scalar | undefined) => number;

/** One number that the model sees of a feature. */
export interface FeatureColumn {
  /** The feature's name; of a one-hot column `name=category`. */
  readonly name: string;
  /** It holds the number of a category. */
  readonly isCode: boolean;
  readonly encode: ValueEncoder;
}

/** number as is, boolean 0 or 1, category its index in the signature; missing is the feature's default, else NaN; unseen is NaN. */
function valueEncoder({ default: filling, ...feature }: EncodedFeature): ValueEncoder {
  if (filling !== undefined) {
    const encode = valueEncoder(feature);
    const missing = encode(filling);
    return (value) => (value === null || value === undefined ? missing : encode(value));
  }
  const { type, categories = [] } = feature;
  if (type === 'category') {
    const codes = new Map(categories.map((category, code) => [category, code]));
    return (value) => (typeof value === 'string' ? (codes.get(value) ?? NaN) : NaN);
  }
  if (type === 'boolean') return (value) => (typeof value === 'boolean' ? Number(value) : NaN);
  return (value) => (typeof value === 'number' ? value : NaN);
}

function oneHotColumns(feature: EncodedFeature, { unknown, missing }: OneHot): FeatureColumn[] {
  const { name, categories = [], default: filling = null } = feature;
  const known = new Set<Scalar>(categories);
  const filled = (value: Scalar | undefined): Scalar => value ?? filling;
  const isUnknown = (value: Scalar | undefined): boolean => filled(value) !== null && !known.has(filled(value));
  const column = (called: string, encode: ValueEncoder): FeatureColumn => ({ name: called, isCode: false, encode });
  const columns = categories.map((category) => {
    const hit: ValueEncoder = (value) => Number(filled(value) === category);
    return column(`${name}=${category}`, unknown === 'refuse' ? (v) => (isUnknown(v) ? NaN : hit(v)) : hit);
  });
  if (unknown === 'column') columns.push(column(`${name} unknown`, (value) => Number(isUnknown(value))));
  if (missing === 'column') columns.push(column(`${name} missing`, (value) => Number(filled(value) === null)));
  return columns;
}

/**
 * The one encoding of training and of serving: what the model sees of a feature, one encoder a column. Numbers are not
 * rounded here; the tensor does that, once.
 */
export function featureColumns(feature: EncodedFeature): FeatureColumn[] {
  const { name, preprocessing } = feature;
  if (preprocessing?.kind === 'one-hot') return oneHotColumns(feature, preprocessing);
  const encode = valueEncoder(feature);
  if (!preprocessing) return [{ name, isCode: feature.type === 'category', encode }];
  const map = numberMap(preprocessing);
  return [{ name, isCode: false, encode: (value) => map(encode(value)) }];
}

/** Columns of a feature in its tensor. */
export function columnCount({ categories = [], preprocessing }: Omit<EncodedFeature, 'name' | 'type'>): number {
  if (preprocessing?.kind !== 'one-hot') return 1;
  return categories.length + Number(preprocessing.unknown === 'column') + Number(preprocessing.missing === 'column');
}

function numberDecoder({ type, categories = [], preprocessing }: EncodedFeature): (value: number) => Scalar {
  if (type === 'category') return (value) => categories[value] ?? null;
  if (type === 'boolean') return (value) => (Number.isNaN(value) ? null : value !== 0);
  if (!preprocessing || preprocessing.kind === 'one-hot') return (value) => (Number.isFinite(value) ? value : null);
  const inverse = inverseNumberMap(preprocessing);
  if (!inverse) return () => null;
  const round = type === 'integer' ? Math.round : (value: number) => value;
  return (value) => {
    const read = round(inverse(value));
    return Number.isFinite(read) ? read : null;
  };
}

/**
 * Back from a feature's columns, which begin at `at`, to its value, but for rounding; null where no value, or not one alone,
 * is encoded so.
 */
export function columnsDecoder(feature: EncodedFeature): (columns: ArrayLike<number>, at: number) => Scalar {
  const { categories = [], preprocessing } = feature;
  if (preprocessing?.kind === 'one-hot')
    return (columns, at) => categories.find((_, k) => columns[at + k] === 1) ?? null;
  const decode = numberDecoder(feature);
  return (columns, at) => decode(columns[at] ?? NaN);
}
