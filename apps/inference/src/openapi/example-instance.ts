import type { Signature } from '@plumbline/registry-core';
import { exampleRow } from '@plumbline/serving-core';

/** An instance that the model takes. */
export function exampleInstance(signature: Signature): Record<string, string | number | boolean> {
  const row = exampleRow(signature);
  return Object.fromEntries(signature.features.map(({ name }, i) => [name, row[i] as string | number | boolean]));
}
