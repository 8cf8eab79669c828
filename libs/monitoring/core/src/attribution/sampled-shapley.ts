import { createRandom } from '@plumbline/stats';
import type { Scalar } from '../scored-row';
import type { AttributeRows, ScoreRows } from './attribute-rows.port';

/** Orders in which the features of one row are revealed; each second one is the first, reversed. */
const PERMUTATIONS = 2;
const ROWS_A_RUN = 64;

/**
 * Interventional Shapley values by sampling orders (Štrumbelj & Kononenko 2014): beginning with a row of the background,
 * the features take the row's own values one after another, and each is credited with the change of the score. Unbiased,
 * and the contributions of a row add up to its score less the background row's; of one row they are noisy, as two orders and
 * one background row are little. That is enough for shares over hundreds of rows, and the test of `attributionShift`
 * knows nothing of the noise but that both samples have it. It is not the explanation of a single prediction.
 * Any model, through its scorer; order and background are chosen by the seed, not by the row.
 */
export function sampledShapley(score: ScoreRows, seed = 1): AttributeRows {
  return {
    method: 'shapley values, sampled',
    runsPerRow: (features) => PERMUTATIONS * (features + 1),
    async attribute(rows, background) {
      const random = createRandom(seed);
      const found: Float64Array[] = [];
      for (let from = 0; from < rows.length; from += ROWS_A_RUN) {
        const walks = rows.slice(from, from + ROWS_A_RUN).flatMap((row) => {
          const start = background[random.nextInteger(background.length)] as readonly Scalar[];
          const order = shuffled(row.length, (bound) => random.nextInteger(bound));
          return [order, [...order].reverse()].map((steps) => ({ row, start, steps }));
        });
        const scores = await score(walks.flatMap(({ row, start, steps }) => revealed(row, start, steps)));
        let at = 0;
        walks.forEach(({ row, steps }, k) => {
          if (k % PERMUTATIONS === 0) found.push(new Float64Array(row.length));
          const sums = found[found.length - 1] as Float64Array;
          steps.forEach((feature, step) => {
            const change = (scores[at + step + 1] as number) - (scores[at + step] as number);
            sums[feature] = (sums[feature] as number) + change / PERMUTATIONS;
          });
          at += steps.length + 1;
        });
      }
      return found;
    },
  };
}

function shuffled(length: number, nextInteger: (bound: number) => number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let k = length - 1; k > 0; k -= 1) {
    const other = nextInteger(k + 1);
    [order[k], order[other]] = [order[other] as number, order[k] as number];
  }
  return order;
}

/** The background row, then the same with one more feature of the row at each step. */
function revealed(row: readonly Scalar[], start: readonly Scalar[], steps: readonly number[]): Scalar[][] {
  const mixed = [...start];
  const rows = [[...mixed]];
  for (const feature of steps) {
    mixed[feature] = row[feature] ?? null;
    rows.push([...mixed]);
  }
  return rows;
}
