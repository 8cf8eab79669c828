import { createRandom } from '../random/sfc32';
import { areaUnderCurve } from './area-under-curve';
import { expectedPerformance } from './cbpe';
import { expectedPerformanceBand } from './cbpe-band';
import type { Label } from './confusion-matrix';

describe('performance expected without labels', () => {
  it('7: gives the known expected metrics of six rows', () => {
    const result = expectedPerformance([0.9, 0.8, 0.7, 0.4, 0.3, 0.1], [1, 1, 1, 0, 0, 0]);
    expect(result.accuracy).toBeCloseTo(0.766667, 6);
    expect(result.precision).toBeCloseTo(0.8, 9);
    expect(result.recall).toBeCloseTo(0.75, 9);
    expect(result.f1).toBeCloseTo(0.774194, 6);
    expect(result.auc).toBeCloseTo(0.823661, 6);
  });

  it('is close to what is realised when probabilities are calibrated', () => {
    const random = createRandom(3);
    const probabilities = Array.from({ length: 20_000 }, () => random.next());
    const labels = probabilities.map((p): Label => (random.next() < p ? 1 : 0));
    const expected = expectedPerformance(
      probabilities,
      probabilities.map((p): Label => (p >= 0.5 ? 1 : 0)),
    );
    expect(expected.auc).toBeCloseTo(areaUnderCurve(labels, probabilities) as number, 2);
  });

  it('holds the realised accuracy in its band when calibrated, and not when the concept has changed', () => {
    const random = createRandom(5);
    const probabilities = Array.from({ length: 1_000 }, () => random.next());
    const decided = probabilities.map((p): Label => (p >= 0.5 ? 1 : 0));
    const band = expectedPerformanceBand(probabilities, decided, { draws: 200 }).accuracy;
    const accuracy = (labels: Label[]): number => labels.filter((l, i) => l === decided[i]).length / labels.length;
    const calibrated = accuracy(probabilities.map((p): Label => (random.next() < p ? 1 : 0)));
    const turned = accuracy(probabilities.map((p): Label => (random.next() < 1 - p ? 1 : 0)));
    expect(calibrated).toBeGreaterThan(band?.lower as number);
    expect(calibrated).toBeLessThan(band?.upper as number);
    expect(turned).toBeLessThan(band?.lower as number);
  });

  it('leaves precision undefined when nothing is decided positive, and refuses no rows', () => {
    expect(expectedPerformance([0.2, 0.4], [0, 0]).precision).toBeUndefined();
    expect(() => expectedPerformance([], [])).toThrow('not 0');
  });
});
