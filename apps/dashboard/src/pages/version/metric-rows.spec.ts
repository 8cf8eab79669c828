import { basisText, metricRows } from './metric-rows';

const INTERVAL = { low: 0.7, high: 0.9, level: 0.95, rows: 1_400, method: 'delong', on: 'hold-out' };

describe('metrics of a version', () => {
  it('keeps a metric without an interval, and one that the other version does not have', () => {
    const rows = metricRows(
      { metrics: { f1: 0.5, auc: 0.8 }, metricIntervals: { auc: INTERVAL } },
      { metrics: { auc: 0.78 }, metricIntervals: {} },
    );
    expect(rows).toEqual([
      { name: 'auc', label: 'AUC', value: 0.8, interval: INTERVAL, other: 0.78 },
      { name: 'f1', label: 'F1', value: 0.5, interval: null, other: null },
    ]);
  });

  it('says how the interval was made and on how many rows', () => {
    expect(basisText(INTERVAL)).toBe('95\u202f% DeLong, 1,400 rows of hold-out');
    expect(basisText({ ...INTERVAL, level: 0.999, rows: 1, method: 'bootstrap' })).toBe(
      '99.9\u202f% bootstrap, 1 row of hold-out',
    );
  });
});
