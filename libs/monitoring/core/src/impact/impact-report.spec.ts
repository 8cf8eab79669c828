import { createRandom, nextNormal, type Random } from '@plumbline/stats';
import { addSides, type ImpactCounters, type ImpactSides, NO_IMPACT } from './impact-counters';
import { impactReport, type ImpactRules } from './impact-report';
import { meanLift } from './mean-lift';
import { treatmentEffect } from './treatment-effect';

const rules: ImpactRules = { alpha: 0.05, minimumSubjects: 100, holdoutPercent: 10, positiveOutcome: 'unwanted' };

function counters(values: readonly number[], positives: readonly boolean[] = [], subjects = values.length) {
  const mean = (numbers: readonly number[]) => ({
    n: numbers.length,
    sum: numbers.reduce((sum, x) => sum + x, 0),
    sumOfSquares: numbers.reduce((sum, x) => sum + x * x, 0),
  });
  const value = mean(values);
  const positive = mean(positives.map(Number));
  return { ...NO_IMPACT, subjects, value, amount: value, cost: mean(values.map(() => 1)), positive } as ImpactCounters;
}

const steady = (n: number, mean: number): number[] => Array.from({ length: n }, (_, i) => mean + (i % 2 ? 1 : -1));
const sides = (treated: ImpactCounters, heldOut: ImpactCounters): ImpactSides => ({ treated, heldOut });

/** Money: most subjects bring nothing, a few a lot. */
const purchase = (random: Random, factor: number): number =>
  random.next() < 0.3 ? factor * Math.exp(nextNormal(random)) : 0;
const MEAN_PURCHASE = 0.3 * Math.exp(0.5);

function purchases(random: Random, treated: number, heldOut: number, uplift: number): ImpactSides {
  const draw = (n: number, factor: number): ImpactCounters => {
    let [sum, sumOfSquares] = [0, 0];
    for (let i = 0; i < n; i += 1) {
      const value = purchase(random, factor);
      sum += value;
      sumOfSquares += value * value;
    }
    return { ...NO_IMPACT, subjects: n, value: { n, sum, sumOfSquares } };
  };
  return sides(draw(treated, 1 + uplift), draw(heldOut, 1));
}

describe('what acting on a model is worth', () => {
  it('is the difference per subject, in total over the treated, and better is above 0 whatever the outcome means', () => {
    const many = (n: number, share: number) => Array.from({ length: n }, (_, i) => i < n * share);
    const step = sides(counters(steady(9_000, 5), many(9_000, 0.1)), counters(steady(1_000, 4), many(1_000, 0.2)));
    const { state, effects } = impactReport([step], rules);
    expect(state).toBe('known');
    expect(effects.valuePerSubject).toMatchObject({ verdict: 'gain', n: 10_000 });
    expect(effects.valuePerSubject.estimate).toBeCloseTo(1, 12);
    expect(effects.valueTotal.estimate).toBeCloseTo(9_000, 8);
    expect(effects.outcomeRate.estimate).toBeCloseTo(0.1, 12);
    expect(effects.outcomeRate.verdict).toBe('gain');
    const wanted = impactReport([step], { ...rules, positiveOutcome: 'wanted' }).effects.outcomeRate;
    expect(wanted).toMatchObject({ verdict: 'loss', low: -effects.outcomeRate.high!, high: -effects.outcomeRate.low! });
  });

  it('gives Welch’s interval for one look', () => {
    const step = sides(counters([1, 2, 3, 4, 5]), counters([3, 4, 5, 6, 7]));
    const { valuePerSubject } = impactReport([step], rules).effects;
    expect(valuePerSubject.estimate).toBe(-2);
    expect(valuePerSubject.low).toBeCloseTo(-4.306004135204166, 9);
    expect(valuePerSubject.high).toBeCloseTo(0.306004135204166, 9);
  });

  it.each([
    // scipy.stats.t.ppf(0.975, 2 n - 2), two sides of n with a standard error of 1
    [50, 1.98446745],
    [51, 1.98397152],
    [5_000, 1.96020126],
  ])('has the quantile of Student’s t: %p subjects a side', (n, t) => {
    const side = { n, sum: 0, sumOfSquares: ((n - 1) * n) / 2 };
    expect(treatmentEffect(side, side, rules).high).toBeCloseTo(t, 7);
  });

  it('says what can not be known without a hold-out group, and books the value all the same', () => {
    expect(impactReport([], { ...rules, holdoutPercent: 0 })).toMatchObject({
      state: 'no_holdout',
      reason: expect.stringContaining('Nobody is held out') as string,
      effects: { valuePerSubject: { estimate: null, low: null, verdict: 'not_enough_evidence' } },
    });
  });

  it('judges no group that is too small, and no difference whose interval includes 0', () => {
    const few = impactReport([sides(counters(steady(900, 9)), counters(steady(99, 1)))], rules);
    expect(few).toMatchObject({
      state: 'not_enough_evidence',
      effects: { valuePerSubject: { verdict: 'not_enough_evidence' } },
    });
    expect(few.reason).toContain('99 held-out');
    const same = impactReport([sides(counters(steady(900, 4)), counters(steady(100, 4)))], rules);
    expect(same).toMatchObject({
      state: 'not_enough_evidence',
      reason: expect.stringContaining('includes 0') as string,
    });
  });

  it('withholds every verdict when the share held out is not the one of the policy', () => {
    const report = impactReport([sides(counters(steady(9_500, 9)), counters(steady(500, 1)))], rules);
    expect(report.state).toBe('mismatch');
    expect(report.sampleRatio).toMatchObject({ verdict: 'mismatch', expectedPercent: 10, observedPercent: 5 });
    expect(report.effects.valuePerSubject.verdict).toBe('not_enough_evidence');
  });

  it('warns when outcomes are known more often on one side', () => {
    const step = sides(counters(steady(8_500, 5), [], 9_000), counters(steady(700, 4), [], 1_000));
    expect(impactReport([step], rules).warnings).toEqual([expect.stringContaining('94.4 %') as string]);
    expect(impactReport([sides(counters(steady(9_000, 5)), counters(steady(1_000, 4)))], rules).warnings).toEqual([]);
  });

  it('adds steps up: the series ends where the whole is', () => {
    const random = createRandom(5);
    const steps = [1, 2, 3].map(() => purchases(random, 900, 100, 0.5));
    const { series, effects } = impactReport(steps, rules);
    const { verdict, n, estimate } = effects.valuePerSubject;
    expect(series).toHaveLength(3);
    expect(series.at(-1)?.valuePerSubject).toMatchObject({ verdict, n, estimate });
  });

  it('gives the lift of a mean with an interval above -1, and none where nothing was earned', () => {
    const lift = meanLift(counters(steady(400, 110)).value, counters(steady(400, 100)).value, 0.05);
    expect(lift.estimate).toBeCloseTo(0.1, 12);
    expect(lift.low!).toBeLessThan(0.1);
    expect(lift.high!).toBeGreaterThan(0.1);
    expect(meanLift(counters([0, 0, 0]).value, counters([0, 0]).value, 0.05).estimate).toBeNull();
  });
});

describe('intervals of long-tailed amounts with a known uplift', () => {
  const UPLIFT = 0.3;
  const truth = UPLIFT * MEAN_PURCHASE;

  it('cover it in about 95 of 100 worlds for one look', () => {
    const random = createRandom(17);
    let covered = 0;
    for (let world = 0; world < 400; world += 1) {
      const { low, high } = impactReport([purchases(random, 1_000, 1_000, UPLIFT)], rules).effects.valuePerSubject;
      if (low! <= truth && truth <= high!) covered += 1;
    }
    expect(covered / 400).toBeGreaterThan(0.92);
    expect(covered / 400).toBeLessThan(0.985);
  });

  it('cover it at every one of 20 looks in at least 95 of 100 worlds, with a tenth held out', () => {
    const random = createRandom(23);
    let missed = 0;
    for (let world = 0; world < 200; world += 1) {
      const steps = Array.from({ length: 20 }, () => purchases(random, 180, 20, UPLIFT));
      const looks = impactReport(steps, rules).series.filter(({ heldOut }) => heldOut >= rules.minimumSubjects);
      const holds = ({ valuePerSubject: { anytimeLow, anytimeHigh } }: (typeof looks)[number]): boolean =>
        anytimeLow! <= truth && truth <= anytimeHigh!;
      if (!looks.every(holds)) missed += 1;
    }
    expect(missed / 200).toBeLessThanOrEqual(0.05);
  });

  it('raise no gain and no loss without any effect, in at least 95 of 100 worlds looked at 20 times', () => {
    const random = createRandom(29);
    let wrong = 0;
    for (let world = 0; world < 200; world += 1) {
      const steps = Array.from({ length: 20 }, () => purchases(random, 180, 20, 0));
      const verdicts = impactReport(steps, rules).series.map(({ valuePerSubject }) => valuePerSubject.verdict);
      if (verdicts.some((verdict) => verdict !== 'not_enough_evidence')) wrong += 1;
    }
    expect(wrong / 200).toBeLessThanOrEqual(0.05);
  });

  it('agree with a bootstrap over subjects', () => {
    const random = createRandom(41);
    const draw = (n: number, factor: number) => Array.from({ length: n }, () => purchase(random, factor));
    const [treated, heldOut] = [draw(3_000, 1 + UPLIFT), draw(600, 1)];
    const resampledMean = (values: readonly number[]): number => {
      let sum = 0;
      for (let i = 0; i < values.length; i += 1) sum += values[random.nextInteger(values.length)] as number;
      return sum / values.length;
    };
    const differences = Array.from({ length: 1_000 }, () => resampledMean(treated) - resampledMean(heldOut));
    differences.sort((a, b) => a - b);
    const { low, high } = impactReport([sides(counters(treated), counters(heldOut))], rules).effects.valuePerSubject;
    const width = high! - low!;
    expect(Math.abs((differences[25] as number) - low!) / width).toBeLessThan(0.1);
    expect(Math.abs((differences[974] as number) - high!) / width).toBeLessThan(0.1);
  });

  it('merging sides in any order gives the same', () => {
    const random = createRandom(7);
    const [a, b] = [purchases(random, 90, 10, 0), purchases(random, 90, 10, 0)];
    expect(addSides(a, b)).toEqual(addSides(b, a));
  });
});
