import { type FeatureBins, type NumericBins } from './feature-bins';

function numericLabels(bins: NumericBins): string[] {
  const { bounds, slots, cells } = bins;
  const labels: string[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const first = slots.indexOf(cell);
    const last = slots.lastIndexOf(cell);
    const lower = first === 0 ? undefined : bounds[(first - 1) >> 1];
    const upper = last === slots.length - 1 ? undefined : bounds[last >> 1];
    if (lower === undefined) labels.push(upper === undefined ? 'any' : `${last % 2 === 1 ? '<=' : '<'} ${upper}`);
    else if (upper === undefined) labels.push(`${first % 2 === 1 ? '>=' : '>'} ${lower}`);
    else if (first === last && first % 2 === 1) labels.push(`= ${lower}`);
    else labels.push(`${first % 2 === 1 ? '[' : '('}${lower}, ${upper})`);
  }
  return labels;
}

/** What each entry of a count vector stands for, for people: '[26, 51)', '= 0', '> 100', a category, 'other', 'missing'. */
export function binLabels(bins: FeatureBins): string[] {
  return bins.kind === 'numeric' ? [...numericLabels(bins), 'missing'] : [...bins.categories, 'other', 'missing'];
}
