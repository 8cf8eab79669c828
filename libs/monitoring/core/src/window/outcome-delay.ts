/** Cells grow by a quarter power of two from one second: a quantile read from them is at most 19 % too long. */
const CELLS_A_DOUBLING = 4;
const FIRST_MS = 1_000;
/** Up to about four years. */
const CELLS = 110;

/** Labels by how long after the prediction the outcome was observed: a mergeable histogram, plain JSON. */
export const emptyDelays = (): number[] => new Array<number>(CELLS).fill(0);

const cellOf = (delayMs: number): number =>
  delayMs <= FIRST_MS ? 0 : Math.min(CELLS - 1, Math.ceil(CELLS_A_DOUBLING * Math.log2(delayMs / FIRST_MS)));

/** Counts one delay, in place; sign -1 takes it back. */
export function addDelay(delays: number[], delayMs: number, sign: 1 | -1): void {
  const cell = cellOf(delayMs);
  delays[cell] = (delays[cell] as number) + sign;
}

/** Upper edge in ms of the cell that holds the quantile; null without delays. Example: 0.5 is the median. */
export function delayQuantile(delays: readonly number[], share: number): number | null {
  const total = delays.reduce((sum, n) => sum + n, 0);
  if (total <= 0) return null;
  let seen = 0;
  const cell = delays.findIndex((n) => (seen += n) >= share * total && seen > 0);
  return Math.round(FIRST_MS * 2 ** (cell / CELLS_A_DOUBLING));
}
