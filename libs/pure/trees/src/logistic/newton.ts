import { logLossOfMargin, sigmoid } from '../sigmoid';
import { solvePositiveDefinite } from './cholesky';
import type { Design } from './design';

export interface NewtonOptions {
  /** Of all coefficients but the intercept, which is column 0. */
  l2: number;
  maxIterations: number;
  /** Largest absolute derivative, as a share of the summed weights, at which the fit is done. */
  tolerance: number;
}

interface Target {
  labels: Uint8Array;
  weights: Float64Array | undefined;
}

function marginsOf(design: Design, beta: Float64Array): Float64Array {
  const { rowCount, entriesPerRow, columns, values } = design;
  const margins = new Float64Array(rowCount);
  for (let i = 0, entry = 0; i < rowCount; i++) {
    let margin = 0;
    for (let k = 0; k < entriesPerRow; k++, entry++) {
      margin += (values[entry] as number) * (beta[columns[entry] as number] as number);
    }
    margins[i] = margin;
  }
  return margins;
}

function objective({ labels, weights }: Target, margins: Float64Array, beta: Float64Array, l2: number): number {
  let loss = 0;
  for (let i = 0; i < margins.length; i++) {
    loss += (weights ? (weights[i] as number) : 1) * logLossOfMargin(margins[i] as number, labels[i] as number);
  }
  for (let j = 1; j < beta.length; j++) loss += 0.5 * l2 * (beta[j] as number) ** 2;
  return loss;
}

/** Gradient X'w(p - y) + l2 beta and, in the lower triangle, Hessian X' w p(1-p) X + l2 I, without l2 at the intercept. */
function derivatives(
  design: Design,
  { labels, weights }: Target,
  margins: Float64Array,
  beta: Float64Array,
  l2: number,
) {
  const { rowCount, columnCount: n, entriesPerRow, columns, values } = design;
  const gradient = Float64Array.from(beta, (b, j) => (j === 0 ? 0 : l2 * b));
  const hessian = new Float64Array(n * n);
  // A touch on the intercept too: with every row certain, p(1-p) vanishes.
  for (let j = 0; j < n; j++) hessian[j * n + j] = j === 0 ? 1e-9 : l2;
  for (let i = 0; i < rowCount; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    const p = sigmoid(margins[i] as number);
    const residual = weight * (p - (labels[i] as number));
    const curvature = weight * p * (1 - p);
    const start = i * entriesPerRow;
    for (let a = start; a < start + entriesPerRow; a++) {
      const row = columns[a] as number;
      const value = values[a] as number;
      if (value === 0) continue;
      gradient[row] = (gradient[row] as number) + residual * value;
      const scaled = curvature * value;
      for (let b = start; b < start + entriesPerRow; b++) {
        const column = columns[b] as number;
        if (column <= row)
          hessian[row * n + column] = (hessian[row * n + column] as number) + scaled * (values[b] as number);
      }
    }
  }
  return { gradient, hessian };
}

/**
 * Minimises sum w_i logloss_i + l2/2 |beta|^2 by Newton's method with step halving. The objective is strictly convex in
 * all but the intercept, so it converges from zero; the result does not depend on the order of the columns.
 */
export function fitNewton(design: Design, target: Target, options: NewtonOptions): Float64Array {
  const { l2, maxIterations, tolerance } = options;
  const totalWeight = target.weights?.reduce((sum, weight) => sum + weight, 0) ?? design.rowCount;
  let beta = new Float64Array(design.columnCount);
  let margins = marginsOf(design, beta);
  let loss = objective(target, margins, beta, l2);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { gradient, hessian } = derivatives(design, target, margins, beta, l2);
    if (gradient.every((g) => Math.abs(g) <= tolerance * totalWeight)) break;
    const step = solvePositiveDefinite(hessian, gradient);
    if (!step) break;
    let improved = false;
    for (let length = 1; length > 1e-6 && !improved; length /= 2) {
      const next = beta.map((b, j) => b - length * (step[j] as number));
      const nextMargins = marginsOf(design, next);
      const nextLoss = objective(target, nextMargins, next, l2);
      if (!(nextLoss < loss)) continue;
      [beta, margins, loss, improved] = [next, nextMargins, nextLoss, true];
    }
    if (!improved) break;
  }
  return beta;
}
