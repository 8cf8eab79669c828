import type { Dimension, TensorDescription } from '../artifact/graph-description';

/** Values a row takes: the product of all sizes but the first; null when one is not fixed. */
export function inputWidth({ shape }: TensorDescription): number | null {
  if (shape === null) return null;
  return shape
    .slice(1)
    .reduce<number | null>((width, size) => (width === null || typeof size !== 'number' ? null : width * size), 1);
}

const isOpen = (size: Dimension): boolean => typeof size !== 'number';

/**
 * Sizes of one row of `values` values. undefined: [values], which needs no saying. One size that the graph leaves open
 * is found by division; null when the values do not fit.
 */
export function rowShapeFor({ shape }: TensorDescription, values: number): readonly number[] | undefined | null {
  if (shape === null || shape.length === 2) return undefined;
  const tail = shape.slice(1);
  const known = tail.reduce<number>((product, size) => (typeof size === 'number' ? product * size : product), 1);
  const open = tail.filter(isOpen).length;
  if (open > 1 || values % known !== 0 || (open === 0 && values !== known)) return null;
  return tail.map((size) => (typeof size === 'number' ? size : values / known));
}

/** Rows of a graph that was exported for exactly so many; undefined: any number. */
export function fixedRows({ shape }: TensorDescription): number | undefined {
  const rows = shape?.[0];
  return typeof rows === 'number' ? rows : undefined;
}

/** Columns of an output, sizes of 1 aside; null where the graph does not say. */
export function outputColumns({ shape }: TensorDescription): number | null {
  if (shape === null) return null;
  const sizes = shape.slice(1).filter((size) => size !== 1);
  if (sizes.length > 1) return null;
  const [size = 1] = sizes;
  return typeof size === 'number' ? size : null;
}

/** For people: `float [N, 4]`. */
export function describeTensor({ kind, elementType, shape }: TensorDescription): string {
  const sizes = shape === null ? '[...]' : `[${shape.map((size) => size ?? '?').join(', ')}]`;
  return kind === 'tensor' ? `${elementType} ${sizes}` : `${kind} of ${elementType}`;
}
