const { cos, floor, imul, log, sqrt } = Math;

/** A seeded source of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** A whole number in [0, 2^32). */
  nextUint32(): number;
  /** In [0, 1), with 32 bits. */
  next(): number;
  /** A whole number in [0, bound), bound >= 1. */
  nextInteger(bound: number): number;
}

/** FNV-1a over UTF-16 units: turns a name into a seed, so that features get independent streams. */
export function seedFromText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i += 1) hash = imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/**
 * sfc32 ("small fast counting", Chris Doty-Humphrey, PractRand): 128 bits of state, period at least 2^32.
 * The seed fills two words, and the first fifteen outputs are thrown away to mix it.
 */
export function createRandom(seed: number): Random {
  let a = seed >>> 0;
  let b = floor(seed / 2 ** 32) >>> 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;

  const nextUint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const next = (): number => nextUint32() / 2 ** 32;
  for (let i = 0; i < 15; i += 1) nextUint32();
  return { nextUint32, next, nextInteger: (bound) => floor(next() * bound) };
}

/** A standard normal deviate by Box and Muller's transform, one per two uniforms. */
export function nextNormal(random: Random): number {
  const radius = sqrt(-2 * log(1 - random.next()));
  return radius * cos(2 * Math.PI * random.next());
}
