import type { FlatForest } from './flat-forest';
import { EQUALITY } from './flat-forest';
import { forestWalk, orderedKey } from './forest-walk';

/** One node a tree: `x <= limit` or `x == limit`, leaf 1 when it holds, leaf 2 when not. */
function stumps(limits: readonly number[], flag: number): FlatForest {
  const of = <T>(branch: (tree: number) => T, leaf: (tree: number, side: number) => T): T[] =>
    limits.flatMap((_, tree) => [branch(tree), leaf(tree, 0), leaf(tree, 1)]);
  return {
    featureCount: 1,
    targets: 1,
    roots: Int32Array.from(limits, (_, tree) => tree * 3),
    feature: Int32Array.from(
      of(
        () => 0,
        () => -1,
      ),
    ),
    threshold: Float32Array.from(
      of(
        (tree) => limits[tree] as number,
        () => 0,
      ),
    ),
    otherwise: Int32Array.from(
      of(
        (tree) => tree * 3 + 2,
        () => 0,
      ),
    ),
    flags: Uint8Array.from(
      of(
        () => flag,
        () => 0,
      ),
    ),
    leafEnd: new Int32Array(limits.length * 3),
    weightTarget: new Int32Array(),
    weight: new Float32Array(),
  };
}

const VALUES = [-Infinity, -3.4e38, -1.5, -1e-40, -0, 0, 1e-40, 1.5, 3.4e38, Infinity].map(Math.fround);

describe('forestWalk', () => {
  it('orders keys as the values, with one key for both zeros', () => {
    const keys = VALUES.map(orderedKey);
    expect(keys.every((key, i) => i === 0 || key >= (keys[i - 1] as number))).toBe(true);
    expect(orderedKey(-0)).toBe(orderedKey(0));
    expect(new Set(keys).size).toBe(VALUES.length - 1);
  });

  it.each([
    ['<=', 0, (value: number, limit: number) => value <= limit],
    ['==', EQUALITY, (value: number, limit: number) => value === limit],
  ])('finds for `x %s limit` the leaf that the comparison of floats finds, at every border', (_, flag, holds) => {
    const { walk } = forestWalk(stumps(VALUES, flag));
    const leaves = new Int32Array(VALUES.length);
    for (const value of VALUES) {
      expect(walk(Float32Array.of(value), 0, leaves)).toBe(true);
      expect([...leaves]).toEqual(VALUES.map((limit, tree) => tree * 3 + (holds(value, limit) ? 1 : 2)));
    }
  });

  it('leaves a row with a missing value to the walk that knows what each node does with it', () => {
    expect(forestWalk(stumps([0], 0)).walk(Float32Array.of(NaN), 0, new Int32Array(1))).toBe(false);
  });

  it('leaves a forest with more features than a packed node can name to the other walk', () => {
    const wide = { ...stumps([0], 0), feature: Int32Array.of(4_096, -1, -1), featureCount: 4_097 };
    expect(forestWalk(wide).walk(new Float32Array(4_097), 0, new Int32Array(1))).toBe(false);
    const widest = { ...wide, feature: Int32Array.of(4_095, -1, -1) };
    expect(forestWalk(widest).walk(new Float32Array(4_097), 0, new Int32Array(1))).toBe(true);
  });
});
