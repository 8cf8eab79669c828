import oracle from '../fixtures/streaming.json';
import { type AdwinState, adwinMean, createAdwin, updateAdwin } from './adwin';
import { createDdm, type DdmState, updateDdm } from './ddm';
import { createPageHinkley, type PageHinkleyState, updatePageHinkley } from './page-hinkley';

function stream(segments: number[][], seed: number): number[] {
  let state = seed;
  return segments.flatMap(([count, probability]) =>
    Array.from({ length: count as number }, () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647 < (probability as number) ? 1 : 0;
    }),
  );
}

function alarms(values: readonly number[], update: (value: number) => boolean): number[] {
  return values.flatMap((value, index) => (update(value) ? [index] : []));
}

describe('streaming detectors', () => {
  it('8: ADWIN first alarms at index 1023 on a thousand zeros, then ones', () => {
    const state = createAdwin(0.002);
    const values = [...new Array<number>(1_000).fill(0), ...new Array<number>(1_000).fill(1)];
    expect(alarms(values, (v) => updateAdwin(state, v))[0]).toBe(1023);
    expect(adwinMean(state)).toBeGreaterThan(0.99);
  });

  it.each(oracle.cases)(
    'alarms exactly where River does: seed $seed',
    ({ seed, segments, adwin, pageHinkley, ddm }) => {
      const values = stream(segments, seed);
      const [a, p, d] = [createAdwin(), createPageHinkley(), createDdm()];
      expect(alarms(values, (v) => updateAdwin(a, v))).toEqual(adwin.alarms);
      expect(a).toMatchObject({ width: adwin.width, total: expect.closeTo(adwin.total, 6) });
      expect(a.variance).toBeCloseTo(adwin.variance, 6);
      expect(alarms(values, (v) => updatePageHinkley(p, v))).toEqual(pageHinkley);
      expect(alarms(values, (v) => updateDdm(d, v === 1) === 'drift')).toEqual(ddm);
    },
  );

  it('goes on unchanged from state that went through JSON at every step', () => {
    const values = stream(
      [
        [700, 0.1],
        [700, 0.6],
      ],
      5,
    );
    const [whole, wholePage, wholeDdm] = [createAdwin(), createPageHinkley({ threshold: 20 }), createDdm()];
    let [adwin, page, ddm] = [createAdwin(), createPageHinkley({ threshold: 20 }), createDdm()];
    for (const value of values) {
      adwin = JSON.parse(JSON.stringify(adwin)) as AdwinState;
      page = JSON.parse(JSON.stringify(page)) as PageHinkleyState;
      ddm = JSON.parse(JSON.stringify(ddm)) as DdmState;
      expect(updateAdwin(adwin, value)).toBe(updateAdwin(whole, value));
      expect(updatePageHinkley(page, value)).toBe(updatePageHinkley(wholePage, value));
      expect(updateDdm(ddm, value === 1)).toBe(updateDdm(wholeDdm, value === 1));
    }
    expect(page).toEqual(wholePage);
  });
});
