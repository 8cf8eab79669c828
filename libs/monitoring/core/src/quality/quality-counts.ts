import type { Feature } from '@plumbline/registry-core';
import type { Scalar } from '../scored-row';

/** What a window knows of one feature's quality, beside its bins: plain JSON, mergeable. */
export interface QualityCounts {
  missing: number;
  wrongType: number;
  outOfRange: number;
  newCategory: number;
  /** The first few new categories in text order, so that merging is associative. */
  newExamples: string[];
  /** The one value all present rows had so far; null before the first and once it varies. */
  only: string | number | boolean | null;
  /** Two different values were seen. */
  varies: boolean;
}

/** What a value of the feature may be: from the signature, and from the reference where the signature is silent. */
export interface ValueContract {
  readonly type: Feature['type'];
  readonly minimum: number;
  readonly maximum: number;
  /** Null: any text. */
  readonly categories: ReadonlySet<string> | null;
}

const MAXIMUM_EXAMPLES = 5;
const MAXIMUM_EXAMPLE_LENGTH = 100;

export const emptyQuality = (): QualityCounts => ({
  ...{ missing: 0, wrongType: 0, outOfRange: 0, newCategory: 0 },
  ...{ newExamples: [], only: null, varies: false },
});

const isMissing = (value: Scalar | undefined): value is null | undefined | '' =>
  value === null || value === undefined || value === '' || Number.isNaN(value);

/** A category may be written as a number or a truth value; a number may not be written as text. */
function fitsType(type: Feature['type'], value: NonNullable<Scalar>): boolean {
  if (type === 'category') return true;
  if (type === 'boolean') return typeof value === 'boolean' || value === 0 || value === 1;
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return type === 'number' || Number.isInteger(value);
}

function noteExample(counts: QualityCounts, category: string): void {
  const example = category.slice(0, MAXIMUM_EXAMPLE_LENGTH);
  if (counts.newExamples.includes(example)) return;
  counts.newExamples = [...counts.newExamples, example].sort().slice(0, MAXIMUM_EXAMPLES);
}

/** Counts one value, in place. */
export function addQuality(contract: ValueContract, counts: QualityCounts, value: Scalar | undefined): void {
  if (isMissing(value)) {
    counts.missing += 1;
    return;
  }
  if (!counts.varies && value !== counts.only) {
    counts.varies = counts.only !== null;
    counts.only = counts.varies ? null : value;
  }
  if (!fitsType(contract.type, value)) counts.wrongType += 1;
  else if (typeof value === 'number' && (value < contract.minimum || value > contract.maximum)) counts.outOfRange += 1;
  else if (contract.categories !== null && !contract.categories.has(String(value))) {
    counts.newCategory += 1;
    noteExample(counts, String(value));
  }
}

/** Both windows together; associative and commutative. */
export function mergeQuality(a: QualityCounts, b: QualityCounts): QualityCounts {
  const varies = a.varies || b.varies || (a.only !== null && b.only !== null && a.only !== b.only);
  return {
    missing: a.missing + b.missing,
    wrongType: a.wrongType + b.wrongType,
    outOfRange: a.outOfRange + b.outOfRange,
    newCategory: a.newCategory + b.newCategory,
    newExamples: [...new Set([...a.newExamples, ...b.newExamples])].sort().slice(0, MAXIMUM_EXAMPLES),
    only: varies ? null : (a.only ?? b.only),
    varies,
  };
}
