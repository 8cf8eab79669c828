import { invalidVersion } from '../registry.errors';
import { booleanOf, isMissing, numberOf } from '../table/cell';
import { escapePointer } from './infer-feature';
import type { FeatureFacts, Imputation } from './infer-options';
import type { Feature, Signature } from './signature';

const WHOLE: ReadonlySet<string> = new Set(['int64', 'int32', 'bool']);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Middle value; of an even count the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** Most frequent value; of equals the smallest, as scikit-learn takes it. */
function mostFrequent<T extends number | boolean | string>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return (best as [T, number])[0];
}

/**
 * What a missing value of the column is taken for.
 * @param cells the reference's column; missing cells are left out
 * @returns null where the strategy does not fit the values: mean and median take numbers only
 */
export function imputedDefault(
  imputation: Imputation,
  cells: readonly string[],
  { type }: Pick<Feature, 'type'>,
): number | boolean | string | null {
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length === 0) return null;
  if (type === 'category') return imputation === 'most_frequent' ? mostFrequent(present) : null;
  if (type === 'boolean') {
    const truths = present.map((cell) => booleanOf(cell) ?? numberOf(cell) === 1);
    return imputation === 'most_frequent' ? mostFrequent(truths) : null;
  }
  const numbers = present.map(numberOf).filter((value) => value !== null);
  if (numbers.length < present.length) return null;
  if (imputation === 'most_frequent') return mostFrequent(numbers);
  return imputation === 'mean' ? mean(numbers) : median(numbers);
}

/** @throws VersionInvalidError when the reference does not say what was asked of it */
export function withImputedDefault(feature: Feature, told: FeatureFacts, cells: readonly string[] | null): Feature {
  const { imputation } = told;
  if (imputation === undefined || told.default !== undefined) return feature;
  const value = cells && imputedDefault(imputation, cells, feature);
  if (value !== null) return { ...feature, default: value };
  const why = cells ? `the column is a ${feature.type}` : 'there is no `reference` to take it from';
  const detail = `no ${imputation} for ${feature.name}: ${why}. Say the value itself in "default"${cells ? ', or "most_frequent"' : ''}`;
  throw invalidVersion(
    'imputation_not_possible',
    `/manifest/features/${escapePointer(feature.name)}/imputation`,
    detail,
  );
}

const TYPE_OF_DEFAULT = { number: 'number', integer: 'number', boolean: 'boolean', category: 'string' } as const;
const IN_WORDS = { number: 'a number', boolean: 'true or false', string: 'text' } as const;

/** The mean of whole numbers may have a fraction: only the tensor decides about that. */
export function defaultProblem(signature: Signature, feature: Feature): string | null {
  const { name, type, required, categories } = feature;
  const value = feature.default;
  if (value === undefined) return null;
  const wanted = TYPE_OF_DEFAULT[type];
  if (typeof value !== wanted || (typeof value === 'number' && !Number.isFinite(value)))
    return `the default of a feature of type ${type} is ${IN_WORDS[wanted]}`;
  if (required) return 'a required feature is never missing: say "required": false, or leave the default out';
  const tensors = signature.inputs.filter(({ features }) => features.includes(name));
  if (
    typeof value === 'number' &&
    !Number.isInteger(value) &&
    tensors.some(({ elementType }) => WHOLE.has(elementType))
  )
    return `the model takes ${name} in a tensor of whole numbers, and ${value} has a fraction`;
  const isNumbered = tensors.some(({ elementType }) => elementType !== 'string');
  if (typeof value === 'string' && isNumbered && !(categories ?? []).includes(value))
    return `"${value}" is none of its categories`;
  return null;
}
