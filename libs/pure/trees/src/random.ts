// Read once, see sigmoid.ts.
const { imul } = Math;

export type Random = () => number;

/**
 * Seeded uniform numbers in [0, 1), 32 bits each: the same seed gives the same numbers on every machine.
 * Source: mulberry32 (Tommy Ettinger, public domain); period 2^32, ample for drawing rows and features.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher-Yates, in place. */
export function shuffle<T extends Uint32Array | number[]>(values: T, random: Random): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = values[i] as number;
    values[i] = values[j] as number;
    values[j] = held;
  }
  return values;
}

/** `count` of the numbers 0..total-1 without repetition, ascending. */
export function sampleIndexes(total: number, count: number, random: Random): Uint32Array {
  if (count >= total) return Uint32Array.from({ length: total }, (_, i) => i);
  const chosen = new Uint32Array(count);
  let taken = 0;
  // Selection sampling (Knuth, TAOCP 2, 3.4.2 S): row i is taken with probability (still wanted) / (still to see).
  for (let i = 0; taken < count; i++) {
    if (random() * (total - i) < count - taken) chosen[taken++] = i;
  }
  return chosen;
}
