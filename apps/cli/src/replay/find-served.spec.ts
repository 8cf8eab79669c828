import type { PredictionView } from '@plumbline/contracts';
import { findServed } from './find-served';
import type { ReplayRow } from './replay-run';

const time = (row: number) => new Date(row * 60_000).toISOString();
const rows = [1, 2, 3].map((row): ReplayRow => ({
  row,
  instance: {},
  subject: `s${row}`,
  time: time(row),
  attributes: undefined,
  label: 'no',
}));
const view = (row: number, servedAt = time(row)) =>
  ({
    predictionId: `p${row}`,
    model: 'm',
    version: 4,
    subject: `s${row}`,
    servedAt,
    score: row / 10,
  }) as PredictionView;

function ports(looks: PredictionView[][]) {
  const left = [...looks];
  return {
    untilReady: () => Promise.resolve(),
    sleep: () => Promise.resolve(),
    newestPredictions: () => {
      const items = (left.length > 1 ? left.shift() : left[0]) ?? [];
      return Promise.resolve({ items, nextCursor: null });
    },
  };
}

describe('rows whose answer was lost', () => {
  it('are answered from the record, in the order of the rows, as soon as all are there', async () => {
    const found = await findServed(rows, ports([[], [view(3)], [view(3), view(2), view(1)]]));
    expect(found?.predictions.map(({ predictionId }) => predictionId)).toEqual(['p1', 'p2', 'p3']);
    expect(found?.predictions[0]).toMatchObject({ modelVersion: '4', score: 0.1 });
  });

  it('may be asked again when none was recorded', async () => {
    expect(await findServed(rows, ports([[]]))).toBeNull();
  });

  it('are not mixed up with the same subjects at another time', async () => {
    const earlier = [view(1, time(900)), view(2, time(901)), view(3, time(902))];
    expect(await findServed(rows, ports([earlier]))).toBeNull();
  });

  it('stop the replay when only some were recorded', async () => {
    await expect(findServed(rows, ports([[view(2)]]))).rejects.toThrow(/rows 1 to 3.*only 1/);
  });
});
