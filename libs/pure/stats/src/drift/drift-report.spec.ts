import { createRandom, nextNormal } from '../random/sfc32';
import { driftReport } from './drift-report';
import { featureWindowFromSamples } from './feature-drift';

const normals = (count: number, seed: number, shift = 0): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => nextNormal(random) + shift);
};
const letters = (count: number, seed: number): string[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => 'abcde'[random.nextInteger(5)] as string);
};

describe('drift report', () => {
  it('names the shifted feature, leaves the steady ones, and counts the share', () => {
    const report = driftReport([
      featureWindowFromSamples('steady', 'numeric', normals(5_000, 1), normals(2_000, 2)),
      featureWindowFromSamples('shifted', 'numeric', normals(5_000, 3), normals(2_000, 4, 0.5)),
      featureWindowFromSamples('letter', 'categorical', letters(5_000, 5), letters(2_000, 6)),
    ]);
    expect(report.verdict).toBe('drift');
    expect(report.features.map((f) => f.verdict)).toEqual(['no_drift', 'drift', 'no_drift']);
    expect(report.share).toEqual({ drifted: 1, tested: 3 });
    expect(report.rows).toEqual({ reference: 5_000, current: 2_000 });
  });

  it('says not enough evidence on a small window that shows nothing, and on a tiny one whatever it shows', () => {
    const quiet = driftReport([featureWindowFromSamples('x', 'numeric', normals(5_000, 1), normals(60, 2))]);
    expect(quiet.verdict).toBe('not_enough_evidence');
    const tiny = driftReport([featureWindowFromSamples('x', 'numeric', normals(5_000, 1), normals(20, 2, 5))]);
    expect(tiny.features[0]).toMatchObject({
      verdict: 'not_enough_evidence',
      reason: 'too_few_rows',
      adjustedPValue: null,
    });
  });

  it('reports a category never seen before whatever the score', () => {
    const current = [...letters(4_999, 6), 'new'];
    const report = driftReport([featureWindowFromSamples('letter', 'categorical', letters(5_000, 5), current)]);
    expect(report.features[0]).toMatchObject({ verdict: 'no_drift', unseen: ['new'], unseenRows: 1 });
  });

  it('finds a flood of missing values', () => {
    const current = normals(1_000, 2).map((x, i) => (i % 4 === 0 ? null : x));
    const report = driftReport([featureWindowFromSamples('x', 'numeric', normals(5_000, 1), current)]);
    expect(report.features[0]).toMatchObject({ verdict: 'drift', missing: { reference: 0, current: 0.25 } });
  });

  it('does not judge an identifier, and does not let it block the others', () => {
    const ids = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `id-${from + i}`);
    const report = driftReport([
      featureWindowFromSamples('id', 'categorical', ids(0, 2_000), ids(9_000, 2_000)),
      featureWindowFromSamples('letter', 'categorical', letters(2_000, 5), letters(2_000, 6)),
    ]);
    expect(report.features[0]).toMatchObject({ verdict: 'not_enough_evidence', reason: 'untestable' });
    expect(report.verdict).toBe('no_drift');
    expect(report.share).toEqual({ drifted: 0, tested: 1 });
  });

  it('gives the same report for the same input', () => {
    const check = (): unknown =>
      driftReport([featureWindowFromSamples('x', 'numeric', normals(1_000, 1), normals(100, 2))]);
    expect(check()).toEqual(check());
  });
});
