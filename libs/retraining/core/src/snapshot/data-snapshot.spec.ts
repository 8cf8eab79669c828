import { snapshotBytes, takeSnapshot, type LabelledRow } from './data-snapshot';

const POLICY = {
  enabled: true,
  triggers: [],
  minimumNewLabels: 0,
  cooldownPredictions: 0,
  urgentCooldownPredictions: 0,
  urgentRatio: 2,
  supersedeRolloutAfter: 0,
  cooldownMs: 0,
  budgetRuns: 1,
  slidingRows: 4000,
  halfLifeRows: 1000,
  holdoutRecentRows: 2000,
  holdoutShare: 0.25,
  trainer: 'boosting',
  parameters: {},
  action: 'canary',
} as const;

const rows = (count: number, source: LabelledRow['source']): LabelledRow[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${source}-${i}`,
    features: [i, 'a'],
    attributes: null,
    positive: i % 5 === 0,
    source,
  }));

describe('a data snapshot', () => {
  const snapshot = takeSnapshot(rows(3000, 'base'), rows(2500, 'feedback'), POLICY);

  it('holds the latest rows, base before feedback', () => {
    expect(snapshot.manifest).toMatchObject({
      rows: 4000,
      baseRows: 1500,
      feedbackRows: 2500,
      lastId: 'feedback-2499',
    });
  });

  it('never trains on a hold-out row, and loses none', () => {
    const trained = new Set(snapshot.train.map(({ id }) => id));
    expect(snapshot.holdout.filter(({ id }) => trained.has(id))).toEqual([]);
    expect(snapshot.train.length + snapshot.holdout.length).toBe(4000);
  });

  it('holds out about the set share of the recent feedback', () => {
    expect(snapshot.holdout.length).toBeGreaterThan(430);
    expect(snapshot.holdout.length).toBeLessThan(570);
    expect(snapshot.holdout.every(({ id }) => Number(id.split('-')[1]) >= 500)).toBe(true);
  });

  it('keeps a row on its side in the next run', () => {
    const later = takeSnapshot(rows(3000, 'base'), rows(2600, 'feedback'), POLICY);
    const before = new Set(snapshot.holdout.map(({ id }) => id));
    const both = later.holdout.filter(({ id }) => Number(id.split('-')[1]) < 2500);
    expect(both.every(({ id }) => before.has(id))).toBe(true);
  });

  it('halves the weight every half-life of age', () => {
    const { weights } = takeSnapshot(rows(2001, 'base'), [], POLICY);
    expect(weights[2000]).toBe(1);
    expect(weights[1000]).toBeCloseTo(0.5, 12);
    expect(weights[0]).toBeCloseTo(0.25, 12);
  });

  it('has the same digest for the same rows, another for one changed label', () => {
    const again = takeSnapshot(rows(3000, 'base'), rows(2500, 'feedback'), POLICY);
    const changed = rows(2500, 'feedback').map((row, i) => (i === 2000 ? { ...row, positive: !row.positive } : row));
    expect(again.manifest.digest).toBe(snapshot.manifest.digest);
    expect(takeSnapshot(rows(3000, 'base'), changed, POLICY).manifest.digest).not.toBe(snapshot.manifest.digest);
  });

  it('is stored with one line a row', () => {
    expect(Buffer.from(snapshotBytes(snapshot)).toString().trim().split('\n')).toHaveLength(4000);
  });
});
