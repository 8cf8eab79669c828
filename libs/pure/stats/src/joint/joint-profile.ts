import { binIndex } from '../profile/bin-index';
import { buildFeatureProfile, type FeatureProfile } from '../profile/feature-profile';
import type { FeatureValue } from '../profile/feature-value';
import { createRandom } from '../random/sfc32';
import { cellCodes } from './cell-codes';
import { symmetricEigen } from './symmetric-eigen';

export const JOINT_ROW = '(joint)';

/** How the features hang together in the reference: plain JSON, bounded whatever the number of features. */
export interface JointProfile {
  readonly version: 1;
  /** Those that take part, in the order of their columns. */
  readonly features: readonly string[];
  /** Minor principal directions over all columns, each divided by the deviation of the reference along it. */
  readonly directions: readonly (readonly number[])[];
  /** Share of the variance that the principal components keep, which `directions` leave out. */
  readonly explainedVariance: number;
  /** Reconstruction errors of reference rows that the components were not fitted to. */
  readonly errors: FeatureProfile;
}

/** Bounds the size of the profile, and the cost of a row. */
const MAXIMUM_COLUMNS = 64;
const MAXIMUM_FITTED = 20_000;
const FEWEST_ROWS = 200;
/** Components are kept up to this share of the variance. */
const KEPT_VARIANCE = 0.8;
/** A direction along which the reference hardly varies (two columns that say the same) counts as if it varied so much. */
const LEAST_EIGENVALUE = 0.01;

interface Columns {
  readonly profile: FeatureProfile;
  /** Place among the features of a row. */
  readonly index: number;
  readonly codes: number[][];
}

function columnsOf(profiles: readonly (FeatureProfile | undefined)[]): Columns[] {
  let left = MAXIMUM_COLUMNS;
  return profiles.flatMap((profile, index) => {
    const codes = profile === undefined ? [] : cellCodes(profile);
    if (profile === undefined || codes.length === 0 || codes.length > left) return [];
    left -= codes.length;
    return [{ profile, index, codes }];
  });
}

const codesOfRow = (columns: readonly Columns[], row: readonly FeatureValue[]): number[] =>
  columns.flatMap(({ profile, index, codes }) => {
    const cell = binIndex(profile.bins, row[index]);
    return codes.map((code) => code[cell] as number);
  });

/** Mean of z zᵀ over the rows; columns have mean 0 and variance 1, so this is their correlation. */
function secondMoments(columns: readonly Columns[], rows: readonly (readonly FeatureValue[])[]): number[][] {
  const size = columns.reduce((sum, { codes }) => sum + codes.length, 0);
  const sums = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const row of rows) {
    const z = codesOfRow(columns, row);
    for (let i = 0; i < size; i += 1) {
      const target = sums[i] as number[];
      for (let j = 0; j <= i; j += 1) target[j] = (target[j] as number) + (z[i] as number) * (z[j] as number);
    }
  }
  return sums.map((_, i) => sums.map((__, j) => (sums[Math.max(i, j)]?.[Math.min(i, j)] as number) / rows.length));
}

function minorDirections(moments: number[][]): Pick<JointProfile, 'directions' | 'explainedVariance'> {
  const pairs = symmetricEigen(moments);
  const total = pairs.reduce((sum, { value }) => sum + value, 0);
  let [kept, explained] = [0, 0];
  while (kept < pairs.length - 1 && explained < KEPT_VARIANCE * total) {
    explained += (pairs[kept] as { value: number }).value;
    kept += 1;
  }
  const directions = pairs.slice(kept).map(({ value, vector }) => {
    const deviation = Math.sqrt(Math.max(value, LEAST_EIGENVALUE));
    return vector.map((x) => Number((x / deviation).toPrecision(9)));
  });
  return { directions, explainedVariance: explained / total };
}

/** Reconstruction error of a row, from the cell of each of its features, in the order of the profiles. */
export type JointReader = (cells: ArrayLike<number>) => number;

/** One table a feature: what each of its cells adds along every direction. A row then costs features x directions. */
export function jointReader(
  profiles: readonly (FeatureProfile | undefined)[],
  { features, directions }: Pick<JointProfile, 'features' | 'directions'>,
): JointReader {
  const byName = new Map(columnsOf(profiles).map((columns) => [columns.profile.feature, columns]));
  let offset = 0;
  const parts = features.flatMap((feature) => {
    const columns = byName.get(feature);
    if (columns === undefined) return [];
    const { index, codes, profile } = columns;
    const start = offset;
    offset += codes.length;
    const tables = profile.counts.bins.map((_, cell) =>
      Float64Array.from(directions, (direction) =>
        codes.reduce((sum, code, k) => sum + (code[cell] as number) * (direction[start + k] ?? 0), 0),
      ),
    );
    return [{ index, tables }];
  });
  const along = new Float64Array(directions.length);
  return (cells) => {
    along.fill(0);
    for (const { index, tables } of parts) {
      const table = tables[cells[index] as number] as Float64Array;
      for (let d = 0; d < table.length; d += 1) along[d] = (along[d] as number) + (table[d] as number);
    }
    let error = 0;
    for (let d = 0; d < along.length; d += 1) error += (along[d] as number) * (along[d] as number);
    return Math.round(error * 1e9) / 1e9;
  };
}

/**
 * Joint drift that no feature shows alone, such as a correlation that turned round. Every value becomes the code of its
 * cell (`cellCodes`); principal components are fitted to one half of the reference rows; the other half, and each later
 * row, has a reconstruction error: the squared length of what the kept components lose, each lost direction
 * in deviations of the reference, sum over minor j of (v_j . z)² / eigenvalue_j. Its law under no drift is that of any
 * number: the errors are binned like a feature, so that windows merge, and `driftTest` judges them with everything else.
 * A new dependence between features that were unrelated is seen only as far as it reaches a lost direction.
 * Null when fewer than two columns vary or the reference has fewer than 200 rows. Features beyond 64 columns are left out.
 */
export function buildJointProfile(
  profiles: readonly (FeatureProfile | undefined)[],
  rows: readonly (readonly FeatureValue[])[],
): JointProfile | null {
  const columns = columnsOf(profiles);
  const size = columns.reduce((sum, { codes }) => sum + codes.length, 0);
  if (columns.length < 2 || size < 2 || rows.length < FEWEST_ROWS) return null;
  const random = createRandom(1);
  const [fitted, counted]: [(readonly FeatureValue[])[], (readonly FeatureValue[])[]] = [[], []];
  const share = Math.min(0.5, MAXIMUM_FITTED / rows.length);
  for (const row of rows) (random.next() < share ? fitted : counted).push(row);
  const found = minorDirections(secondMoments(columns, fitted));
  const features = columns.map(({ profile }) => profile.feature);
  const errorOf = jointReader(profiles, { features, ...found });
  const cellsOf = (row: readonly FeatureValue[]): number[] =>
    profiles.map((profile, i) => (profile === undefined ? 0 : binIndex(profile.bins, row[i])));
  const errors = counted.map((row) => errorOf(cellsOf(row)));
  return { version: 1, features, ...found, errors: buildFeatureProfile(JOINT_ROW, 'numeric', errors) };
}
