/**
 * Power sums of a regression's errors e = predicted - actual and of the actual values y: enough for MAE, RMSE, R² and
 * the variances of all three. Plain JSON, mergeable.
 */
export interface ErrorSums {
  n: number;
  e: number;
  abs: number;
  e2: number;
  e4: number;
  y: number;
  y2: number;
  y3: number;
  y4: number;
  e2y: number;
  e2y2: number;
}

const TERMS = ['n', 'e', 'abs', 'e2', 'e4', 'y', 'y2', 'y3', 'y4', 'e2y', 'e2y2'] as const;

export const emptyErrorSums = (): ErrorSums => ({
  ...{ n: 0, e: 0, abs: 0, e2: 0, e4: 0, y: 0 },
  ...{ y2: 0, y3: 0, y4: 0, e2y: 0, e2y2: 0 },
});

/** Counts one predicted and actual value, in place; sign -1 takes it back. */
export function addError(sums: ErrorSums, predicted: number, actual: number, sign: 1 | -1 = 1): void {
  const error = predicted - actual;
  const [e2, y2] = [error * error, actual * actual];
  sums.n += sign;
  sums.e += sign * error;
  sums.abs += sign * Math.abs(error);
  sums.e2 += sign * e2;
  sums.e4 += sign * e2 * e2;
  sums.y += sign * actual;
  sums.y2 += sign * y2;
  sums.y3 += sign * y2 * actual;
  sums.y4 += sign * y2 * y2;
  sums.e2y += sign * e2 * actual;
  sums.e2y2 += sign * e2 * y2;
}

export function mergeErrorSums(a: ErrorSums, b: ErrorSums): ErrorSums {
  const merged = emptyErrorSums();
  for (const term of TERMS) merged[term] = a[term] + b[term];
  return merged;
}
