import type { Feature, Signature } from '@plumbline/registry-core';

function exampleValue({ type, minimum, maximum, categories }: Feature): string | number | boolean {
  if (type === 'boolean') return true;
  if (type === 'category') return categories?.[0] ?? 'text';
  const middle = minimum !== undefined && maximum !== undefined ? (minimum + maximum) / 2 : (minimum ?? maximum ?? 1);
  return type === 'integer' ? Math.round(middle) : middle;
}

/** An instance that the model takes: the middle of each usual range, the first category. */
export const exampleInstance = ({ features }: Signature): Record<string, string | number | boolean> =>
  Object.fromEntries(features.map((feature) => [feature.name, exampleValue(feature)]));
