import { aucDifference } from './auc-difference';
import type { ServingCounts } from './evidence';
import { selectionGap } from './selection-gap';
import { servingRate } from './serving-comparison';
import { rateCounters, stratifiedDifference } from './stratified-difference';

const counts = (change: Partial<ServingCounts>): ServingCounts => ({
  ...{ stepIndex: 0, version: 1, role: 'answering', asked: 0, failed: 0, invalid: 0, latency: [] },
  ...change,
});
const sides = { championVersion: 1, version: 2 };

describe('a stratified difference', () => {
  it('does not mistake hours for arms, as one pooled rate a side would', () => {
    const strata = [
      { champion: rateCounters(900, 9), candidate: rateCounters(100, 1) },
      { champion: rateCounters(100, 50), candidate: rateCounters(900, 450) },
    ];
    expect(stratifiedDifference(strata).difference?.estimate).toBeCloseTo(0, 12);
    const pooled = [{ champion: rateCounters(1000, 59), candidate: rateCounters(1000, 451) }];
    expect(stratifiedDifference(pooled).difference?.estimate).toBeCloseTo(0.392, 12);
  });

  it('gives a rate without any success a spread, so that it can be shown within a margin', () => {
    const { difference } = stratifiedDifference([
      { champion: rateCounters(5000, 0), candidate: rateCounters(5000, 0) },
    ]);
    expect(difference).toMatchObject({ estimate: 0, observations: 10_000 });
    expect(difference?.standardError).toBeGreaterThan(0);
  });

  it('says nothing where a side has no rows at the same time', () => {
    const apart = [
      { champion: rateCounters(100, 1), candidate: rateCounters(0, 0) },
      { champion: rateCounters(0, 0), candidate: rateCounters(100, 1) },
    ];
    expect(stratifiedDifference(apart).difference).toBeUndefined();
  });
});

describe('what serving counted', () => {
  it('is a rate of each version over answers and scores beside, step by step', () => {
    const counted = [
      counts({ version: 1, asked: 90, failed: 1 }),
      counts({ version: 1, role: 'beside', asked: 10, failed: 0 }),
      counts({ version: 2, asked: 10, failed: 1 }),
      counts({ version: 2, role: 'beside', asked: 90, failed: 4 }),
    ];
    expect(servingRate(counted, 'failed', sides)).toMatchObject({ champion: 0.01, candidate: 0.05 });
  });
});

describe('the area under the curve', () => {
  it('of two versions on the same rows differs with its standard error', () => {
    const rows = [
      { positive: true, champion: 0.8, candidate: 0.9 },
      { positive: true, champion: 0.4, candidate: 0.7 },
      { positive: false, champion: 0.5, candidate: 0.6 },
      { positive: false, champion: 0.3, candidate: 0.2 },
    ];
    const compared = aucDifference(rows);
    expect(compared).toMatchObject({ champion: 0.75, candidate: 1, difference: { estimate: 0.25, observations: 4 } });
    expect(compared.difference?.standardError).toBeCloseTo(Math.sqrt(0.0625 + 0.0625), 12);
    expect(aucDifference(rows.slice(0, 3)).difference).toBeUndefined();
  });

  it('counts ties half', () => {
    const flat = [true, true, false, false].map((positive) => ({ positive, champion: 0.5, candidate: 0.5 }));
    expect(aucDifference(flat)).toMatchObject({ champion: 0.5, candidate: 0.5 });
  });
});

describe('the gap between groups', () => {
  const group = (name: string, champion: number, candidate: number) => ({
    ...{ group: name, n: 100, champion, candidate },
    varianceOfDifference: 0.1,
  });
  it('grows also where it turns round', () => {
    const gap = selectionGap([group('f', 0.5, 0.2), group('m', 0.49, 0.6)]);
    expect(gap.difference?.estimate).toBeCloseTo(0.39, 12);
  });
  it('leaves out small groups, and says nothing of one', () => {
    expect(selectionGap([group('f', 0.5, 0.2), { ...group('m', 0.5, 0.9), n: 29 }]).difference).toBeUndefined();
  });
});
