import { createRandom, nextNormal } from '../random/sfc32';
import {
  addMeanCounters,
  independentDifference,
  type MeanCounters,
  meanCounters,
  pairedDifference,
} from './mean-difference';
import { sampleRatioMismatch } from './sample-ratio-mismatch';
import { type SequentialRule, sequentialVerdict } from './sequential-verdict';

const errorRate: SequentialRule = { margin: 0, direction: 'lower_is_better' };
const NOTHING: MeanCounters = { n: 0, sum: 0, sumOfSquares: 0 };

/** Whether any of 100 looks, at growing counts, is 'worse'. Both arms fail with the given rates. */
function rollsBack(seed: number, stableRate: number, candidateRate: number): boolean {
  const random = createRandom(seed);
  const outcomes = (rate: number): number[] => Array.from({ length: 50 }, () => (random.next() < rate ? 1 : 0));
  let [candidate, stable] = [NOTHING, NOTHING];
  for (let look = 0; look < 100; look += 1) {
    candidate = addMeanCounters(candidate, meanCounters(outcomes(candidateRate)));
    stable = addMeanCounters(stable, meanCounters(outcomes(stableRate)));
    if (sequentialVerdict(independentDifference(candidate, stable), errorRate).verdict === 'worse') return true;
  }
  return false;
}

/** The same for a paired mean of differences with no true difference. */
function pairedRollsBack(seed: number): boolean {
  const random = createRandom(seed);
  let differences = NOTHING;
  for (let look = 0; look < 100; look += 1) {
    const more = Array.from({ length: 50 }, () => nextNormal(random) + (random.next() < 0.5 ? 1 : -1));
    differences = addMeanCounters(differences, meanCounters(more));
    if (sequentialVerdict(pairedDifference(differences), errorRate).verdict === 'worse') return true;
  }
  return false;
}

const share = (runs: number, happens: (seed: number) => boolean): number =>
  Array.from({ length: runs }, (_, seed) => happens(seed + 1)).filter(Boolean).length / runs;

describe('sequential verdict', () => {
  it('raises a false roll-back in at most 5 % of rollouts over 100 looks, independent arms', () => {
    expect(share(500, (seed) => rollsBack(seed, 0.1, 0.1))).toBeLessThanOrEqual(0.05);
  });

  it('raises a false roll-back in at most 5 % of rollouts over 100 looks, paired rows', () => {
    expect(share(400, pairedRollsBack)).toBeLessThanOrEqual(0.05);
  });

  it('finds a candidate that fails twice as often', () => {
    expect(share(50, (seed) => rollsBack(seed, 0.1, 0.2))).toBe(1);
  });

  it.each([
    [-0.05, 'lower_is_better', 0.01, 'better'],
    [0.05, 'lower_is_better', 0.01, 'worse'],
    [0.05, 'higher_is_better', 0.01, 'better'],
    [0.001, 'lower_is_better', 0.02, 'not_worse'],
    [0.001, 'lower_is_better', 0, 'not_enough_evidence'],
  ] as const)('a difference of %f where %s, with margin %f, is %s', (estimate, direction, margin, verdict) => {
    const evidence = { estimate, standardError: 0.005, observations: 5_000 };
    expect(sequentialVerdict(evidence, { margin, direction }).verdict).toBe(verdict);
  });

  it('is not enough evidence without data, with too little, and without any spread', () => {
    expect(sequentialVerdict(undefined, errorRate)).toMatchObject({ verdict: 'not_enough_evidence', observations: 0 });
    expect(independentDifference(NOTHING, NOTHING)).toBeUndefined();
    const early = { estimate: 1, standardError: 0.001, observations: 20 };
    expect(sequentialVerdict(early, errorRate).verdict).toBe('not_enough_evidence');
    const flat = { estimate: 0, standardError: 0, observations: 5_000 };
    expect(sequentialVerdict(flat, errorRate).verdict).toBe('not_enough_evidence');
  });

  it('gives the two-sided interval of the difference', () => {
    const { interval } = sequentialVerdict({ estimate: 1, standardError: 0.1, observations: 5_000 }, errorRate);
    expect(interval.lower).toBeCloseTo(1 - 0.304, 3);
    expect(interval.upper).toBeCloseTo(1 + 0.304, 3);
  });
});

describe('sample-ratio mismatch', () => {
  it('finds 53:47 at weights 50:50 and accepts counts near the weights', () => {
    expect(sampleRatioMismatch([5_300, 4_700], [50, 50])).toMatchObject({ verdict: 'mismatch', statistic: 36 });
    expect(sampleRatioMismatch([1_020, 8_980], [10, 90]).verdict).toBe('as_configured');
  });

  it('does not judge a handful of rows', () => {
    expect(sampleRatioMismatch([10, 1], [50, 50]).verdict).toBe('not_enough_evidence');
    expect(() => sampleRatioMismatch([10], [1])).toThrow('two or more arms');
  });
});
