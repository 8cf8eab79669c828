import { buildReferenceProfile, measureExpected, type ExpectedPerformance } from '@plumbline/monitoring-core';
import { attributeRows, measureReference, positiveLabels, type ProfileReference } from '@plumbline/registry-core';

const pick = <T>(all: readonly T[], places: readonly number[]): T[] => places.map((at) => all[at] as T);

/** What the trainer measured on rows it did not train on is the fairer expectation. */
const trusted = (seen: ExpectedPerformance, given: Readonly<Record<string, number>>): ExpectedPerformance => ({
  ...seen,
  logLoss: given['logLoss'] ?? seen.logLoss,
  auc: given['auc'] ?? seen.auc,
  accuracy: given['accuracy'] ?? seen.accuracy,
});

/** Distribution of the reference rows and, where the label is there, how well the model does on them. */
export const profileReference: ProfileReference = ({ signature, table, rows, scored, answers, metrics: given }) => {
  const scores = [...answers.scores];
  const labels = positiveLabels(signature, table);
  const seen = labels && measureExpected(scores, pick(labels, scored), signature.output.threshold);
  const attributes = attributeRows(signature, table);
  const reference = buildReferenceProfile(signature, rows, {
    scores,
    expected: seen && trusted(seen, given),
    ...(labels === null ? {} : { labels }),
    ...(attributes === null ? {} : { attributes }),
  });
  const labelAt = table.columns.indexOf(signature.label);
  const cells = labelAt < 0 ? [] : pick(table.rows, scored).map((row) => row[labelAt] ?? '');
  return { reference, ...measureReference(signature, cells, answers, 'reference') };
};
