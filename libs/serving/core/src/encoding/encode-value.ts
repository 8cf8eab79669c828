import type { Feature, Signature } from '@plumbline/registry-core';
import type { FeatureRow, Instance, Scalar } from '../scalar';

export type ValueEncoder = (value: Scalar | undefined) => number;

/**
 * number as is, boolean 0 or 1, category its index in the signature; missing is the feature's default, else NaN; unseen is
 * NaN.
 */
export function valueEncoder(feature: Feature): ValueEncoder {
  const { default: filling, ...unfilled } = feature;
  if (filling !== undefined) {
    const encode = valueEncoder(unfilled);
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

/** A validated instance in feature order: what the event keeps, and what every encoder starts from. */
export function featureValues(signature: Signature, instance: Instance): Scalar[] {
  return signature.features.map(({ name }) => (instance[name] ?? null) as Scalar);
}

/**
 * Rows in feature order -> row-major float32 matrix [rows, features]. The one encoding of training, gates and backfill;
 * serving's tensors are made from the same value encoders.
 */
export function encodeMatrix(signature: Signature, rows: readonly FeatureRow[]): Float32Array {
  const encoders = signature.features.map(valueEncoder);
  const matrix = new Float32Array(rows.length * encoders.length);
  let at = 0;
  for (const row of rows) {
    for (let f = 0; f < encoders.length; f++) matrix[at++] = (encoders[f] as ValueEncoder)(row[f]);
  }
  return matrix;
}
