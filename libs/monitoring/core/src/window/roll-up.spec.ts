import type { Signature } from '@plumbline/registry-core';
import fc from 'fast-check';
import { monitoredVersion } from '../monitored-version';
import { addLabel, addPrediction } from './count-rows';
import { rollUp, type TimedWindow } from './roll-up';
import { emptyCounters, mergeCounters, windowStart } from './window-counters';

const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [{ name: 'job', type: 'category', required: true, categories: ['a', 'b'] }],
  inputs: [{ name: 'x', elementType: 'float', features: ['job'] }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [{ name: 'job', source: 'feature' }],
};
const version = monitoredVersion('m', 1, signature, null);
const HOUR_MS = 3_600_000;

interface Row {
  readonly servedAtMs: number;
  readonly score: number;
  readonly positive: boolean | null;
}

/** Scores whose logarithms and halves add up without rounding to speak of. */
const rows = fc.array(
  fc.record({
    servedAtMs: fc.nat({ max: 50 * HOUR_MS }),
    score: fc.constantFrom(0.25, 0.5, 0.75),
    positive: fc.constantFrom(true, false, null),
  }),
  { maxLength: 40 },
);

function windowsOf(all: readonly Row[], windowMs: number): TimedWindow[] {
  const windows = new Map<number, TimedWindow>();
  for (const { servedAtMs, score, positive } of all) {
    const startsAtMs = windowStart(servedAtMs, windowMs);
    const window = windows.get(startsAtMs) ?? {
      startsAtMs,
      endsAtMs: startsAtMs + windowMs,
      counters: emptyCounters(version),
    };
    windows.set(startsAtMs, window);
    const row = { features: ['a'], attributes: null, score };
    addPrediction(version, window.counters, row);
    if (positive !== null) addLabel(version, window.counters, { row, label: positive ? 'yes' : 'no', positive });
  }
  return [...windows.values()];
}

const total = (windows: readonly TimedWindow[]) => {
  const merged = windows.map(({ counters }) => counters).reduce(mergeCounters, emptyCounters(version));
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(9)) : value;
  return JSON.parse(JSON.stringify(merged, rounded)) as unknown;
};

describe('rolling windows up', () => {
  it('keeps every total, at any span and again from hours to days', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(60_000, 300_000, 7 * 60_000), (all, windowMs) => {
        const windows = windowsOf(all, windowMs);
        const hours = rollUp(windows, HOUR_MS);
        const days = rollUp(hours, 24 * HOUR_MS);
        expect(total(hours)).toEqual(total(windows));
        expect(total(days)).toEqual(total(windows));
      }),
    );
  });

  it('gives one window a span that had any, and never splits one', () => {
    const at = (startsAtMs: number, windowMs = 7 * 60_000): TimedWindow => ({
      ...{ startsAtMs, endsAtMs: startsAtMs + windowMs, counters: emptyCounters(version) },
    });
    const last = 8 * 7 * 60_000;
    expect(
      rollUp([at(last), at(0), at(2 * HOUR_MS)], HOUR_MS).map(({ startsAtMs, endsAtMs }) => [startsAtMs, endsAtMs]),
    ).toEqual([
      [0, last + 7 * 60_000],
      [2 * HOUR_MS, 3 * HOUR_MS],
    ]);
  });
});
