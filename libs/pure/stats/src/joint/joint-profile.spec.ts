import { driftReport } from '../drift/drift-report';
import { binIndex } from '../profile/bin-index';
import { buildFeatureProfile, type FeatureProfile } from '../profile/feature-profile';
import type { FeatureValue } from '../profile/feature-value';
import { countValues } from '../profile/window-counts';
import { createRandom, nextNormal, type Random } from '../random/sfc32';
import { buildJointProfile, jointReader, type JointProfile } from './joint-profile';
import { symmetricEigen } from './symmetric-eigen';

type Row = FeatureValue[];
const KINDS = ['numeric', 'numeric', 'numeric', 'categorical'] as const;

/** b follows a with the given correlation; c is alone; d tells the sign of a, in three of four rows. */
const rowOf = (random: Random, correlation: number, agrees = 0.75): Row => {
  const [a, noise] = [nextNormal(random), nextNormal(random)];
  const b = correlation * a + Math.sqrt(1 - correlation * correlation) * noise;
  const told = random.next() < agrees ? a > 0 : a <= 0;
  return [a, b, nextNormal(random) ** 3, told ? 'up' : 'down'];
};
const sample = (count: number, seed: number, correlation = 0.7, agrees = 0.75): Row[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => rowOf(random, correlation, agrees));
};
const profilesOf = (rows: Row[]): FeatureProfile[] =>
  KINDS.map((kind, i) =>
    buildFeatureProfile(
      'abcd'[i] as string,
      kind,
      rows.map((row) => row[i]),
    ),
  );

function check(reference: Row[], current: Row[]) {
  const profiles = profilesOf(reference);
  const joint = buildJointProfile(profiles, reference) as JointProfile;
  const errorOf = jointReader(profiles, joint);
  const errors = current.map((row) => errorOf(profiles.map(({ bins }, i) => binIndex(bins, row[i]))));
  return driftReport([
    ...profiles.map((profile, i) => ({
      profile,
      counts: countValues(
        profile.bins,
        current.map((row) => row[i]),
      ),
    })),
    { profile: joint.errors, counts: countValues(joint.errors.bins, errors) },
  ]);
}

describe('joint drift', () => {
  it('finds a correlation that turned round, which no feature shows alone', () => {
    const report = check(sample(4_000, 1), sample(2_000, 2, -0.7));
    expect(report.features.map(({ verdict }) => verdict)).toEqual([
      ...['no_drift', 'no_drift', 'no_drift', 'no_drift'],
      'drift',
    ]);
  });

  it('finds a category that no longer goes with a number', () => {
    const report = check(sample(4_000, 3, 0, 0.95), sample(2_000, 4, 0, 0.5));
    expect(report.features.map(({ verdict }) => verdict)).toEqual([
      ...['no_drift', 'no_drift', 'no_drift', 'no_drift'],
      'drift',
    ]);
  });

  it.each([
    [500, 50, 60],
    [500, 500, 60],
    [2_000, 2_000, 20],
    [1_000, 20_000, 20],
  ])('keeps its law under no drift with %i and %i rows', (m, n, runs) => {
    let alarms = 0;
    for (let run = 0; run < runs; run += 1) {
      const report = check(sample(m, 2 * run + 11), sample(n, 2 * run + 12));
      if (report.features.at(-1)?.verdict === 'drift') alarms += 1;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.05);
  });

  it('is bounded, plain JSON, and does not depend on which instance reads it', () => {
    const reference = sample(1_000, 5);
    const profiles = profilesOf(reference);
    const joint = buildJointProfile(profiles, reference) as JointProfile;
    const again = JSON.parse(JSON.stringify(joint)) as JointProfile;
    expect(again).toEqual(joint);
    const cells = [3, 5, 2, 1];
    expect(jointReader(profiles, again)(cells)).toBe(jointReader(profiles, joint)(cells));
    const many = Array.from({ length: 90 }, (_, i) => ({ ...(profiles[i % 3] as FeatureProfile), feature: `f${i}` }));
    const rows = reference.map((row) => many.map((_, i) => row[i % 3]));
    const wide = buildJointProfile(many, rows) as JointProfile;
    expect(wide.features).toHaveLength(64);
    expect(wide.directions.every((direction) => direction.length === 64)).toBe(true);
  });

  it('has nothing to say about one feature, constants, or too few rows', () => {
    const reference = sample(300, 6);
    const [a] = profilesOf(reference);
    expect(buildJointProfile([a], reference)).toBeNull();
    const constant = buildFeatureProfile('k', 'categorical', new Array<string>(300).fill('x'));
    expect(
      buildJointProfile(
        [a, constant],
        reference.map(([x]) => [x, 'x']),
      ),
    ).toBeNull();
    expect(buildJointProfile(profilesOf(reference), reference.slice(0, 100))).toBeNull();
  });
});

describe('eigenvectors of a symmetric matrix', () => {
  it('are those of the worked example, and rebuild a larger matrix', () => {
    const [first, second] = symmetricEigen([
      [2, 1],
      [1, 2],
    ]);
    expect([first?.value, second?.value]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect(Math.abs(first?.vector[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 12);
    const random = createRandom(9);
    const half = Array.from({ length: 12 }, () => Array.from({ length: 12 }, () => nextNormal(random)));
    const matrix = half.map((row, i) => row.map((x, j) => x + (half[j]?.[i] as number)));
    const pairs = symmetricEigen(matrix);
    const rebuilt = matrix.map((row, i) =>
      row.map((_, j) =>
        pairs.reduce((sum, { value, vector }) => sum + value * (vector[i] as number) * (vector[j] as number), 0),
      ),
    );
    rebuilt.forEach((row, i) => row.forEach((x, j) => expect(x).toBeCloseTo(matrix[i]?.[j] as number, 10)));
  });
});
