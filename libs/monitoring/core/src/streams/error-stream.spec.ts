import type { Signature } from '@plumbline/registry-core';
import { createRandom } from '@plumbline/stats';
import { emptyErrorStream, type ErrorStream, feedErrorStream, type MaturedRow, streamStandings } from './error-stream';

const binary: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [{ name: 'x', type: 'number', required: true }],
  inputs: [{ name: 'x', elementType: 'float', features: ['x'] }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};
const regression: Signature = {
  ...binary,
  task: 'regression',
  output: { ...binary.output, classes: [], positiveClass: null },
};

/** Rows whose answers are wrong at the given rates, one after another. */
function rowsOf(seed: number, ...parts: [rows: number, rate: number][]): MaturedRow[] {
  const random = createRandom(seed);
  return parts.flatMap(([rows, rate]) =>
    Array.from({ length: rows }, () => {
      const [positive, wrong] = [random.next() < 0.3, random.next() < rate];
      const score = positive !== wrong ? 0.9 : 0.1;
      return { score, positive, predictedLabel: score > 0.5 ? 'yes' : 'no', label: positive ? 'yes' : 'no' };
    }),
  );
}
const feed = (stream: ErrorStream, rows: readonly MaturedRow[], signature = binary) =>
  rows.flatMap((row) => feedErrorStream(signature, stream, row));

describe('the stream of labelled errors', () => {
  it('alarms with every detector when answers become wrong more often, and says so for a while', () => {
    const stream = emptyErrorStream();
    expect(feed(stream, rowsOf(1, [3_000, 0.1]))).toEqual([]);
    expect(streamStandings(stream).map(({ verdict }) => verdict)).toEqual(['quiet', 'quiet', 'quiet']);
    const alarms = feed(stream, rowsOf(2, [1_200, 0.3]));
    expect(new Set(alarms.map(({ detector }) => detector))).toEqual(new Set(['adwin', 'page_hinkley', 'ddm']));
    expect(alarms.every(({ direction, row }) => direction === 'worse' && row > 3_000)).toBe(true);
    expect(streamStandings(stream).some(({ verdict }) => verdict === 'alarm')).toBe(true);
    feed(stream, rowsOf(3, [4_000, 0.3]));
    expect(streamStandings(stream).some(({ verdict }) => verdict === 'alarm')).toBe(false);
  });

  it('is no alert when answers become better', () => {
    const stream = emptyErrorStream();
    const alarms = feed(stream, rowsOf(4, [3_000, 0.4], [2_000, 0.1]));
    expect(alarms.length).toBeGreaterThan(0);
    expect(alarms.every(({ direction }) => direction === 'better')).toBe(true);
    expect(streamStandings(stream).every(({ verdict }) => verdict === 'quiet')).toBe(true);
  });

  it('says nothing before there are 500 labelled rows', () => {
    const stream = emptyErrorStream();
    feed(stream, rowsOf(5, [200, 0.1]));
    expect(streamStandings(stream)[0]).toMatchObject({ verdict: 'not_enough_evidence', alarm: null });
  });

  it('raises any alarm in at most 5 % of streams of 5,000 labels without change', () => {
    let [streams, alarmed] = [0, 0];
    for (const rate of [0.02, 0.1, 0.4]) {
      for (let run = 0; run < 20; run += 1) {
        streams += 1;
        if (feed(emptyErrorStream(), rowsOf(100 + run, [5_000, rate])).length > 0) alarmed += 1;
      }
    }
    expect(alarmed / streams).toBeLessThanOrEqual(0.05);
  });

  it('goes on unchanged from a state that went through JSON after every row', () => {
    const rows = rowsOf(6, [1_500, 0.1], [1_000, 0.4]);
    const whole = feed(emptyErrorStream(), rows);
    let state = emptyErrorStream();
    const pieces = rows.flatMap((row) => {
      state = JSON.parse(JSON.stringify(state)) as ErrorStream;
      return feedErrorStream(binary, state, row);
    });
    expect(pieces).toEqual(whole);
    expect(whole.length).toBeGreaterThan(0);
  });

  it('of a regression counts answers further off than half of the first ones', () => {
    const random = createRandom(7);
    const row = (spread: number): MaturedRow => ({
      ...{ score: spread * (random.next() - 0.5), label: '0', positive: null, predictedLabel: null },
    });
    const stream = emptyErrorStream();
    expect(
      feed(
        stream,
        Array.from({ length: 2_000 }, () => row(10)),
        regression,
      ),
    ).toEqual([]);
    expect(stream.largeError).toBeCloseTo(2.5, 0);
    const alarms = feed(
      stream,
      Array.from({ length: 1_500 }, () => row(40)),
      regression,
    );
    expect(alarms[0]).toMatchObject({ detector: 'adwin', direction: 'worse' });
  });
});
