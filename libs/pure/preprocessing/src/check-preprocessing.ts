import type { EncodedFeature, Preprocessing } from './preprocessing';

const finite = (...numbers: readonly number[]): boolean => numbers.every(Number.isFinite);

function parameterProblem(preprocessing: Preprocessing): string | null {
  switch (preprocessing.kind) {
    case 'standardize':
      return finite(preprocessing.mean, preprocessing.deviation) && preprocessing.deviation > 0
        ? null
        : 'standardize wants a finite mean and a deviation above 0; leave both out, and they are taken from the reference';
    case 'min-max':
      return finite(preprocessing.minimum, preprocessing.maximum) && preprocessing.minimum < preprocessing.maximum
        ? null
        : 'min-max wants a minimum below the maximum; leave both out, and they are taken from the reference';
    case 'buckets': {
      const { edges } = preprocessing;
      const ascend = edges.every((edge, i) => finite(edge) && (i === 0 || edge > (edges[i - 1] as number)));
      return edges.length > 0 && ascend ? null : 'buckets want edges that go up, such as [18, 30, 65]';
    }
    case 'log1p':
    case 'one-hot':
      return null;
  }
}

/** Why this feature can not be preprocessed so, and what to write instead; null when it can. */
export function preprocessingProblem(
  feature: EncodedFeature & { readonly minimum?: number | undefined },
): string | null {
  const { name, type, categories = [], default: filling, minimum, preprocessing } = feature;
  if (!preprocessing) return null;
  if (preprocessing.kind === 'one-hot') {
    if (type !== 'category')
      return `one-hot takes a category and ${name} is of type ${type}: say "type": "category", or take buckets or a scaling`;
    return categories.length > 0
      ? null
      : 'one-hot wants the categories, in the order of the columns: list them in "categories"';
  }
  if (type !== 'number' && type !== 'integer')
    return `${preprocessing.kind} takes numbers and ${name} is of type ${type}: take one-hot for a category, nothing for true and false`;
  const takesLog = preprocessing.kind === 'log1p' || (preprocessing.kind !== 'buckets' && preprocessing.log1p === true);
  const least = Math.min(minimum ?? 0, typeof filling === 'number' ? filling : 0);
  if (takesLog && least <= -1)
    return `log1p takes numbers above -1 and ${name} goes down to ${least}: leave the logarithm out`;
  return parameterProblem(preprocessing);
}
