import type { Feature } from '@plumbline/registry-core';
import { benjaminiHochberg, normalQuantile, normalSurvival } from '@plumbline/stats';
import type { IntervalEstimate } from '../interval-estimate';
import type { Scalar } from '../scored-row';
import { featureConditions, type FeatureConditions } from './feature-conditions';

export interface LossRow {
  /** In the signature's feature order. */
  readonly features: readonly Scalar[];
  /** Higher is worse. */
  readonly loss: number;
}

export interface SegmentSearchOptions {
  readonly alpha?: number;
  /** Smaller segments are not looked at; default: 1 % of the rows, at least 30. */
  readonly minimumRows?: number;
  /** Pairs are looked for among so many features, those whose conditions differ most. */
  readonly pairedFeatures?: number;
  readonly limit?: number;
}

export interface FoundSegment {
  readonly where: readonly { readonly feature: string; readonly value: string }[];
  readonly rows: number;
  readonly meanLoss: IntervalEstimate;
  readonly meanLossElsewhere: number;
  readonly excess: IntervalEstimate;
  readonly adjustedPValue: number;
}

export interface SegmentSearch {
  readonly rows: number;
  readonly meanLoss: number | null;
  /** Segments that were large enough to be judged. */
  readonly looked: number;
  readonly minimumRows: number;
  readonly alpha: number;
  readonly segments: FoundSegment[];
}

interface Sums {
  readonly rows: number;
  readonly sum: number;
  readonly squares: number;
}

interface Candidate extends Sums {
  readonly where: FoundSegment['where'];
  readonly difference: number;
  readonly standardError: number;
  readonly pValue: number;
}

const ALPHA = 0.05;
const LEAST_ROWS = 30;
const PAIRED_FEATURES = 25;
const LIMIT = 20;

const varianceOf = ({ rows, sum, squares }: Sums): number =>
  rows < 2 ? 0 : Math.max(0, (squares - (sum * sum) / rows) / (rows - 1));

/** Welch's comparison of the segment's mean with that of all other rows, one-sided. */
function candidate(where: FoundSegment['where'], part: Sums, all: Sums): Candidate {
  const rest = { rows: all.rows - part.rows, sum: all.sum - part.sum, squares: all.squares - part.squares };
  const difference = part.sum / part.rows - rest.sum / rest.rows;
  const standardError = Math.sqrt(varianceOf(part) / part.rows + varianceOf(rest) / rest.rows);
  const pValue = standardError > 0 ? normalSurvival(difference / standardError) : difference > 0 ? 0 : 1;
  return { ...part, where, difference, standardError, pValue };
}

/** Sums of the rows that meet condition i of `a` and, with `b`, condition j: at i * width + j. */
function sumsOf(losses: Float64Array, a: FeatureConditions, b?: FeatureConditions): { width: number; sums: Sums[] } {
  const width = b?.values.length ?? 1;
  const [rows, sum, squares] = [0, 1, 2].map(() => new Float64Array(a.values.length * width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let r = 0; r < losses.length; r += 1) {
    const [i, j] = [a.ofRow[r] as number, b === undefined ? 0 : (b.ofRow[r] as number)];
    if (i < 0 || j < 0) continue;
    const [cell, loss] = [i * width + j, losses[r] as number];
    rows[cell] = (rows[cell] as number) + 1;
    sum[cell] = (sum[cell] as number) + loss;
    squares[cell] = (squares[cell] as number) + loss * loss;
  }
  const sums = Array.from(rows, (n, k) => ({ rows: n, sum: sum[k] as number, squares: squares[k] as number }));
  return { width, sums };
}

function toFound(
  { where, rows, sum, difference, standardError, ...part }: Candidate,
  all: Sums,
  p: number,
): FoundSegment {
  const z = normalQuantile(1 - ALPHA / 2);
  const mean = sum / rows;
  const half = z * Math.sqrt(varianceOf({ rows, sum, squares: part.squares }) / rows);
  const excess = z * standardError;
  return {
    where,
    rows,
    meanLoss: { estimate: mean, low: mean - half, high: mean + half, n: rows },
    meanLossElsewhere: (all.sum - sum) / (all.rows - rows),
    excess: { estimate: difference, low: difference - excess, high: difference + excess, n: rows },
    adjustedPValue: p,
  };
}

/**
 * Segments whose mean loss is above that of all other rows, found by looking at every condition on one feature and every
 * pair of conditions on two: categories, and fifths of a number. Each is compared one-sided (Welch, normal law, fit for the
 * minimum size); p-values are corrected over all that were looked at (Benjamini-Hochberg), so that on losses that depend
 * on no feature at most a share alpha of searches finds anything. A pair is left out unless it is worse than both of its
 * conditions alone: else it only repeats one of them. Worst first, by the lower end of the excess. Deterministic.
 * Features beyond `pairedFeatures` are only looked at alone: those with the smallest p-values are paired.
 */
export function searchSegments(
  features: readonly Feature[],
  rows: readonly LossRow[],
  options: SegmentSearchOptions = {},
): SegmentSearch {
  const alpha = options.alpha ?? ALPHA;
  const minimumRows = options.minimumRows ?? Math.max(LEAST_ROWS, Math.ceil(rows.length / 100));
  const losses = Float64Array.from(rows, ({ loss }) => loss);
  const all = losses.reduce(
    (sums, loss) => ({ rows: sums.rows + 1, sum: sums.sum + loss, squares: sums.squares + loss * loss }),
    { rows: 0, sum: 0, squares: 0 },
  );
  const conditions = features.map((feature, i) =>
    featureConditions(
      feature,
      rows.map((row) => row.features[i] ?? null),
    ),
  );
  const judged = ({ rows: n }: Sums): boolean => n >= minimumRows && all.rows - n >= minimumRows;
  const where = (of: FeatureConditions, k: number) => ({ feature: of.feature, value: of.values[k] as string });

  const singles = conditions.map((a) =>
    sumsOf(losses, a).sums.map((sums, i) => (judged(sums) ? candidate([where(a, i)], sums, all) : null)),
  );
  const least = singles.map((of) => of.reduce((p, one) => Math.min(p, one?.pValue ?? 1), 1));
  const paired = conditions
    .map((_, i) => i)
    .sort((i, j) => (least[i] as number) - (least[j] as number) || i - j)
    .slice(0, options.pairedFeatures ?? PAIRED_FEATURES)
    .sort((i, j) => i - j);
  const candidates = singles.flat().filter((one) => one !== null);
  for (const [position, i] of paired.entries()) {
    for (const j of paired.slice(position + 1)) {
      const [a, b] = [conditions[i], conditions[j]] as [FeatureConditions, FeatureConditions];
      const { width, sums } = sumsOf(losses, a, b);
      sums.forEach((part, cell) => {
        if (!judged(part)) return;
        const [ofA, ofB] = [Math.floor(cell / width), cell % width];
        const one = candidate([where(a, ofA), where(b, ofB)], part, all);
        const alone = Math.max(singles[i]?.[ofA]?.difference ?? 0, singles[j]?.[ofB]?.difference ?? 0);
        candidates.push(one.difference > alone ? one : { ...one, pValue: 1 });
      });
    }
  }
  const adjusted = benjaminiHochberg(candidates.map(({ pValue }) => pValue));
  const segments = candidates
    .map((one, k) => toFound(one, all, adjusted[k] as number))
    .filter(({ adjustedPValue }) => adjustedPValue < alpha)
    .sort((x, y) => (y.excess.low ?? 0) - (x.excess.low ?? 0))
    .slice(0, options.limit ?? LIMIT);
  const meanLoss = all.rows > 0 ? all.sum / all.rows : null;
  return { rows: all.rows, meanLoss, looked: candidates.length, minimumRows, alpha, segments };
}
