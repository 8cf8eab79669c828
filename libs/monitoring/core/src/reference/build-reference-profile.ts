import type { Feature, Signature } from '@plumbline/registry-core';
import {
  areaUnderCurve,
  buildFeatureProfile,
  buildJointProfile,
  expectedCalibrationError,
  rowLogLoss,
  type Label,
} from '@plumbline/stats';
import { groupReaders } from '../groups/protected-group';
import type { Scalar } from '../scored-row';
import { SCORE_ROW } from '../drift/drift-document';
import type { ExpectedPerformance, GroupShare, ReferenceProfile } from './reference-profile';

export interface ReferenceExtras {
  /** The version's own scores of these rows. Scores of rows it was trained on are too sure: give hold-out scores. */
  readonly scores?: readonly number[];
  /** True for the positive class; one a row. */
  readonly labels?: readonly boolean[];
  readonly attributes?: readonly (Readonly<Record<string, Scalar>> | null)[];
  /** Measured on a hold-out; when absent it is computed from `scores` and `labels`, if both are here. */
  readonly expected?: ExpectedPerformance | null;
}

const featureKind = ({ type }: Pick<Feature, 'type'>): 'numeric' | 'categorical' =>
  type === 'number' || type === 'integer' ? 'numeric' : 'categorical';

/** Expected performance of a binary version on labelled rows; null without rows. */
export function measureExpected(
  scores: readonly number[],
  labels: readonly boolean[],
  threshold: number,
): (ExpectedPerformance & { readonly accuracy: number }) | null {
  const n = scores.length;
  if (n === 0 || labels.length !== n) return null;
  const truth = labels.map((positive): Label => (positive ? 1 : 0));
  const losses = scores.map((score, i) => rowLogLoss(truth[i] as Label, score));
  const logLoss = losses.reduce((sum, loss) => sum + loss, 0) / n;
  const squares = losses.reduce((sum, loss) => sum + (loss - logLoss) ** 2, 0);
  const right = scores.filter((score, i) => score >= threshold === labels[i]).length;
  return {
    logLoss,
    logLossVariance: n > 1 ? squares / (n - 1) : null,
    auc: areaUnderCurve(truth, scores) ?? null,
    accuracy: right / n,
    calibrationError: expectedCalibrationError(truth, scores) ?? null,
    n,
  };
}

function attributeShares(
  signature: Signature,
  rows: readonly (readonly Scalar[])[],
  attributes: ReferenceExtras['attributes'],
): ReferenceProfile['attributes'] {
  return groupReaders(signature).map((groupOf, k) => {
    const counts = new Map<string, number>();
    rows.forEach((features, i) => {
      const group = groupOf({ features, attributes: attributes?.[i] ?? null });
      counts.set(group, (counts.get(group) ?? 0) + 1);
    });
    const groups: GroupShare[] = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, n]) => ({ group, n }));
    return { attribute: signature.protectedAttributes[k]?.name ?? '', groups };
  });
}

/** Profile of the rows a version learned from. `rows` hold values in the signature's feature order, as served. */
export function buildReferenceProfile(
  signature: Signature,
  rows: readonly (readonly Scalar[])[],
  extras: ReferenceExtras = {},
): ReferenceProfile {
  const { scores, labels, attributes } = extras;
  const features = signature.features.map((feature, i) =>
    buildFeatureProfile(
      feature.name,
      featureKind(feature),
      rows.map((row) => row[i]),
    ),
  );
  const positives = labels?.filter(Boolean).length ?? 0;
  const binary = signature.task === 'binary';
  const { kind, threshold } = signature.output;
  // A label is no probability: there is no log loss to expect of it, and its place among the classes is no quantity.
  const expected =
    extras.expected === undefined && binary && scores && labels
      ? measureExpected(scores, labels, threshold)
      : extras.expected;
  const hasScores = scores && scores.length > 0 && !(kind === 'label' && signature.task === 'multiclass');
  return {
    version: 1,
    rows: rows.length,
    features,
    joint: buildJointProfile(features, rows),
    score: hasScores ? buildFeatureProfile(SCORE_ROW, 'numeric', scores) : null,
    labels: labels && binary ? { positives, negatives: labels.length - positives } : null,
    attributes: attributeShares(signature, rows, attributes),
    expected: kind === 'label' ? null : (expected ?? null),
  };
}
