import type { EnsembleAttributes } from './ensemble-attributes';
import { float32Exp } from './float32-exp';

/** Float32 sums of one row, one a target, in; `columns` numbers of the ensemble's output, out. */
export interface ScoreWriter {
  readonly columns: number;
  write(sums: Float32Array, out: Float32Array, at: number): void;
}

const { fround, abs } = Math;

/** As onnxruntime computes it, in float32: 1 / (1 + e^-|x|), mirrored for a negative x. */
function logistic(value: number): number {
  const half = fround(1 / fround(1 + float32Exp(-abs(value))));
  return value < 0 ? fround(1 - half) : half;
}

function softmax(out: Float32Array, at: number, columns: number): void {
  let largest = -Infinity;
  for (let k = at; k < at + columns; k++) largest = Math.max(largest, out[k] as number);
  let sum = 0;
  for (let k = at; k < at + columns; k++) {
    out[k] = float32Exp(fround((out[k] as number) - largest));
    sum = fround(sum + (out[k] as number));
  }
  for (let k = at; k < at + columns; k++) out[k] = (out[k] as number) / sum;
}

type Transform = (out: Float32Array, at: number, columns: number) => void;

const TRANSFORMS: Readonly<Record<string, Transform>> = {
  NONE: () => undefined,
  LOGISTIC: (out, at, columns) => {
    for (let k = at; k < at + columns; k++) out[k] = logistic(out[k] as number);
  },
  SOFTMAX: softmax,
};

function eachTarget({ targets, baseValues, postTransform }: EnsembleAttributes): ScoreWriter | null {
  const transform = TRANSFORMS[postTransform];
  if (!transform || (baseValues.length !== 0 && baseValues.length !== targets)) return null;
  const base = Float32Array.from({ length: targets }, (_, k) => baseValues[k] ?? 0);
  return {
    columns: targets,
    write: (sums, out, at) => {
      for (let k = 0; k < targets; k++) out[at + k] = fround((sums[k] as number) + (base[k] as number));
      transform(out, at, targets);
    },
  };
}

/**
 * Two classes with weights for one of them only: the sum is a margin, or, when no weight is negative, a probability
 * already, and then onnxruntime leaves the post-transform out.
 */
function oneMargin(ensemble: EnsembleAttributes): ScoreWriter | null {
  const { leafTargets, leafWeights, baseValues, postTransform } = ensemble;
  if (leafTargets.some((target) => target !== 0) || baseValues.length > 1) return null;
  const base = fround(baseValues[0] ?? 0);
  const isProbability = leafWeights.every((weight) => weight >= 0);
  if (!isProbability && postTransform !== 'LOGISTIC' && postTransform !== 'NONE') return null;
  const pair: (margin: number) => [number, number] = isProbability
    ? (margin) => [fround(1 - margin), margin]
    : postTransform === 'LOGISTIC'
      ? (margin) => [logistic(-margin), logistic(margin)]
      : (margin) => [-margin, margin];
  return {
    columns: 2,
    write: (sums, out, at) => {
      const [other, positive] = pair(fround((sums[0] as number) + base));
      out[at] = other;
      out[at + 1] = positive;
    },
  };
}

/** @returns null for a combination that is not known here */
export function scoreWriter(ensemble: EnsembleAttributes): ScoreWriter | null {
  const { isClassifier, targets, leafTargets, aggregate } = ensemble;
  if (aggregate !== 'SUM') return null;
  if (!isClassifier) return targets === 1 ? eachTarget(ensemble) : null;
  const weighted = new Set(leafTargets);
  if (targets === 2 && weighted.size === 1) return oneMargin(ensemble);
  return targets >= 2 && weighted.size === targets ? eachTarget(ensemble) : null;
}
