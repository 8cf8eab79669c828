export interface EigenPair {
  readonly value: number;
  /** Of length 1. */
  readonly vector: readonly number[];
}

const MAXIMUM_SWEEPS = 60;

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const size = a.length;
  const [rowP, rowQ] = [a[p] as number[], a[q] as number[]];
  const theta = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * (rowP[q] as number));
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k += 1) {
    const row = a[k] as number[];
    const [x, y] = [row[p] as number, row[q] as number];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  for (let k = 0; k < size; k += 1) {
    const [x, y] = [rowP[k] as number, rowQ[k] as number];
    rowP[k] = c * x - s * y;
    rowQ[k] = s * x + c * y;
    const axes = v[k] as number[];
    const [g, h] = [axes[p] as number, axes[q] as number];
    axes[p] = c * g - s * h;
    axes[q] = s * g + c * h;
  }
}

/**
 * Eigenvalues, falling, and eigenvectors of a symmetric matrix by cyclic Jacobi rotations: exact to about 1e-12 of the
 * largest, O(n³) a sweep, meant for up to a hundred rows. Source: Golub & Van Loan, Matrix Computations, 8.5.
 * Example: [[2, 1], [1, 2]] -> 3 with (1, 1)/√2 and 1 with (-1, 1)/√2, up to sign.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): EigenPair[] {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  const scale = a.reduce((sum, row) => sum + row.reduce((all, x) => all + x * x, 0), 0);
  for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) off += (a[p]?.[q] as number) ** 2;
    if (off <= 1e-26 * scale) break;
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) if (a[p]?.[q] !== 0) rotate(a, v, p, q);
    }
  }
  return a
    .map((row, i) => ({ value: row[i] as number, vector: v.map((axes) => axes[i] as number) }))
    .sort((x, y) => y.value - x.value);
}
