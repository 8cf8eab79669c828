import { type CategoricalBins, emptyCounts, type FeatureProfile, type WindowCounts } from '@plumbline/stats';
import { LABEL_ROW } from './drift-document';

const LABEL_BINS: CategoricalBins = {
  version: 1,
  kind: 'categorical',
  categories: ['positive', 'negative'],
  rare: [],
  rareComplete: true,
};

/** Counts of a two-valued label as those of a feature, so that one test and one correction serve all rows. */
export const labelCounts = (positives: number, negatives: number): WindowCounts => ({
  ...emptyCounts(LABEL_BINS),
  rows: positives + negatives,
  bins: [positives, negatives, 0, 0],
});

export const labelProfile = (labels: { positives: number; negatives: number }): FeatureProfile => ({
  version: 1,
  feature: LABEL_ROW,
  kind: 'categorical',
  bins: LABEL_BINS,
  counts: labelCounts(labels.positives, labels.negatives),
  summary: null,
});
