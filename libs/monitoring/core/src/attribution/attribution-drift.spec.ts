import { createRandom, nextNormal } from '@plumbline/stats';
import type { Scalar } from '../scored-row';
import { affordableRows, attributionDrift } from './attribution-drift';
import type { ScoreRows } from './attribute-rows.port';
import { sampledShapley } from './sampled-shapley';

const FEATURES = ['a', 'b', 'c'];
/** Rests on a while b is small, and on b when it is large. */
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const score: ScoreRows = async (rows) =>
  rows.map(([a, b, c]) => sigmoid(2 * Number(a) + 0.5 * Number(b) + 0.1 * Number(c)));

function sample(count: number, seed: number, scales: readonly [number, number, number]): Scalar[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => scales.map((scale) => scale * nextNormal(random)));
}
const attributor = sampledShapley(score);

async function check(current: Scalar[][], seed = 1) {
  const reference = sample(400, seed, [1, 1, 1]);
  const [background, rows] = [reference.slice(0, 100), reference.slice(100)];
  const attributions = await attributor.attribute(rows, background);
  const baseline = { kind: 'reference' as const, background, attributions };
  return attributionDrift(attributor, FEATURES, baseline, current, { alpha: 0.01 });
}

describe('sampled Shapley values', () => {
  it('of a linear model are its weights times the distance from the background, exactly', async () => {
    const linear = sampledShapley(async (rows) =>
      rows.map(([x, y, z]) => 2 * Number(x) - 3 * Number(y) + 0.5 * Number(z) + 1),
    );
    const [row] = await linear.attribute([[3, 1, 5]], [[1, 2, 3]]);
    expect([...row!]).toEqual([4, 3, 1].map((x) => expect.closeTo(x, 12)));
  });

  it('add up to the score less that of the background row, and average to the exact values', async () => {
    const product: ScoreRows = async (rows) => rows.map(([x, y, z]) => Number(x) * Number(y) * Number(z));
    const background = [
      [0, 0, 0],
      [1, 1, 1],
    ];
    const many = await sampledShapley(product, 3).attribute(
      Array.from({ length: 6_000 }, () => [1, 2, 3]),
      background,
    );
    const mean = [0, 1, 2].map((j) => many.reduce((sum, row) => sum + row[j]!, 0) / many.length);
    // Known answer 11: base 0.5, contributions 1, 2, 2.5.
    expect(mean.reduce((sum, x) => sum + x, 0.5)).toBeCloseTo(6, 1);
    [1, 2, 2.5].forEach((exact, j) => expect(mean[j]).toBeCloseTo(exact, 1));
    const [first] = many;
    const total = first!.reduce((sum, x) => sum + x, 0);
    expect(Math.min(Math.abs(total - 6), Math.abs(total - 5))).toBeLessThan(1e-12);
  });
});

describe('attribution drift', () => {
  it('is found when the inputs let the model rest on another feature', async () => {
    const report = await check(sample(300, 2, [0, 6, 1]));
    expect(report).toMatchObject({ verdict: 'drift', baseline: 'reference', rows: { reference: 300, current: 300 } });
    expect(report.features.map(({ feature }) => feature)).toEqual(['a', 'b', 'c']);
    expect(report.features[1]!.current).toBeGreaterThan(report.features[1]!.reference + 0.1);
    expect(report.ndcg).toBeLessThan(1);
  });

  it('stays silent when a feature drifts that the model hardly uses', async () => {
    expect(await check(sample(300, 3, [1, 1, 2]))).toMatchObject({ verdict: 'no_drift' });
  });

  it('alarms in at most 5 % of checks without drift', async () => {
    const runs = 60;
    let alarms = 0;
    for (let run = 0; run < runs; run += 1) {
      if ((await check(sample(150, 500 + run, [1, 1, 1]), 100 + run)).verdict === 'drift') alarms += 1;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.05);
  });

  it('is not judged on few rows, nor where the model is too wide to be asked', async () => {
    expect(await check(sample(60, 4, [1, 1, 1]))).toMatchObject({
      verdict: 'not_enough_evidence',
      reason: 'too_few_rows',
    });
    expect(affordableRows(attributor, 10)).toBe(300);
    expect(affordableRows(attributor, 1_000)).toBeLessThan(100);
  });
});
