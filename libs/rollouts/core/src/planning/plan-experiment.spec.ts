import { createRandom, sequentialVerdict } from '@plumbline/stats';
import { rateCounters, stratifiedDifference } from '../comparisons/stratified-difference';
import { planExperiment } from './plan-experiment';

const design = {
  ...{ deviation: Math.sqrt(0.1 * 0.9), effect: 0.02, sharePercent: 50, championPercent: 50 },
  ...{ alpha: 0.05, power: 0.8, tuningN: 5_000 },
};

describe('the plan of an experiment', () => {
  it('with one look at the end is the text-book size', () => {
    expect(planExperiment(design).fixedObservations).toBe(7_064);
  });

  it('asks for more where one may look at any time, for more at smaller effects and at uneven shares', () => {
    const { observations, fixedObservations } = planExperiment(design);
    expect(observations).toBeGreaterThan(fixedObservations);
    expect(planExperiment({ ...design, effect: 0.01 }).observations).toBeGreaterThan(3.5 * observations);
    const uneven = planExperiment({ ...design, sharePercent: 10, championPercent: 90 });
    expect(uneven.observations / observations).toBeGreaterThan(2.5);
    expect(planExperiment(design, true).observations).toBeLessThan(observations);
  });

  it('counts the requests of other arms too', () => {
    const { observations, requests } = planExperiment({ ...design, sharePercent: 20, championPercent: 30 });
    expect(requests).toBe(observations * 2);
  });

  it('has the power it promises', () => {
    const { observations } = planExperiment(design);
    const random = createRandom(11);
    const hits = (n: number, rate: number) => Array.from({ length: n }).filter(() => random.next() < rate).length;
    const n = Math.round(observations / 2);
    const found = Array.from({ length: 150 }).filter(() => {
      const [champion, candidate] = [rateCounters(n, hits(n, 0.1)), rateCounters(n, hits(n, 0.12))];
      const { difference } = stratifiedDifference([{ champion, candidate }]);
      return sequentialVerdict(difference, { margin: 0, direction: 'higher_is_better' }).verdict === 'better';
    }).length;
    expect(found / 150).toBeGreaterThan(0.65);
    expect(found / 150).toBeLessThan(0.92);
  });

  it.each([
    [{ effect: 0 }, '/effect'],
    [{ sharePercent: 60 }, '/sharePercent'],
    [{ power: 1 }, '/power'],
  ])('with %j is refused with the field', (change, pointer) => {
    expect(() => planExperiment({ ...design, ...change })).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ pointer })] }),
    );
  });
});
