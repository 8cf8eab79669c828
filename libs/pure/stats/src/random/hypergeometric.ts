import { logFactorial } from '../distributions/log-gamma';
import type { Random } from './sfc32';

const { floor, log, min, sqrt } = Math;

const D1 = 2 * sqrt(2 / Math.E);
const D2 = 3 - 2 * sqrt(3 / Math.E);

function drawOneByOne(random: Random, good: number, total: number, sample: number): number {
  let [goodLeft, totalLeft] = [good, total];
  for (let i = 0; i < sample && goodLeft > 0; i += 1) {
    if (random.next() * totalLeft < goodLeft) goodLeft -= 1;
    totalLeft -= 1;
  }
  return good - goodLeft;
}

/** HRUA*, ratio of uniforms (Stadlober 1990), for sample <= total / 2 and good <= total / 2. */
function drawByRatio(random: Random, good: number, total: number, sample: number): number {
  const bad = total - good;
  const share = good / total;
  const centre = sample * share + 0.5;
  const spread = sqrt(((total - sample) * sample * share * (1 - share)) / (total - 1) + 0.5);
  const height = D1 * spread + D2;
  const mode = floor(((sample + 1) * (good + 1)) / (total + 2));
  const weight = (k: number): number =>
    logFactorial(k) + logFactorial(good - k) + logFactorial(sample - k) + logFactorial(bad - sample + k);
  const top = weight(mode);
  const limit = min(min(sample, good) + 1, floor(centre + 16 * spread));
  for (;;) {
    const u = 1 - random.next();
    const x = centre + (height * (random.next() - 0.5)) / u;
    if (x < 0 || x >= limit) continue;
    const k = floor(x);
    const t = top - weight(k);
    if (u * (4 - u) - 3 <= t) return k;
    if (u * (u - t) < 1 && 2 * log(u) <= t) return k;
  }
}

/**
 * How many of `good` marked items are among `sample` drawn without replacement from `total`.
 * Domain: whole numbers, 0 <= good, sample <= total.
 */
export function nextHypergeometric(random: Random, good: number, total: number, sample: number): number {
  if (good === 0 || sample === 0) return 0;
  if (good === total) return sample;
  if (sample === total) return good;
  if (sample < 10) return drawOneByOne(random, good, total, sample);
  if (good < 10) return drawOneByOne(random, sample, total, good);
  const smallSample = min(sample, total - sample);
  const smallGood = min(good, total - good);
  let drawn = drawByRatio(random, smallGood, total, smallSample);
  if (smallGood < good) drawn = smallSample - drawn;
  return smallSample < sample ? good - drawn : drawn;
}
