import { qualityOf, qualityWindows } from './served-quality';

const scored = [
  { score: 0.1, positive: false },
  { score: 0.4, positive: false },
  { score: 0.35, positive: true },
  { score: 0.8, positive: true },
];

describe('quality of what was served', () => {
  it('is the known AUC and log loss of the four rows', () => {
    const { auc, logLoss } = qualityOf(scored);
    expect(auc).toBe(0.75);
    expect(logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.6) + Math.log(0.35) + Math.log(0.8)) / 4, 12);
  });

  it('leaves rows without an outcome out', () => {
    expect(qualityOf([...scored, { score: 0.99, positive: null }])).toEqual(qualityOf(scored));
  });

  it('cuts windows of the same rows for both sides, the last one shorter', () => {
    const windows = qualityWindows(scored, [...scored].reverse(), 3);
    expect(windows.map(({ from, to, rate }) => [from, to, rate])).toEqual([
      [0, 3, 1 / 3],
      [3, 4, 1],
    ]);
    expect(windows[1]?.baseline?.logLoss).toBeCloseTo(-Math.log(0.9), 12);
  });
});
