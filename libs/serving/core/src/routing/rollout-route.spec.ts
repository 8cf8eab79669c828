import { RolloutMeters } from './rollout-meters';
import { RolloutRoute, type OpenRollout } from './rollout-route';
import { versionsOf, weightsOf, type ModelRoute } from './routing-table';

const canary: OpenRollout = {
  id: 'r1',
  state: 'running',
  strategy: 'canary',
  championVersion: 1,
  candidateVersion: 2,
  sharePercent: 10,
  salt: 's',
  paired: true,
  stepIndex: 0,
};
const shadow: OpenRollout = { ...canary, strategy: 'shadow', sharePercent: 0, samplePercent: 20, salt: 'shadow:r1' };
const test: OpenRollout = {
  ...canary,
  strategy: 'ab',
  salt: 'ab:r1',
  arms: [
    { name: 'blue', version: 2, sharePercent: 20 },
    { name: 'green', version: 3, sharePercent: 30 },
  ],
};
const subjects = Array.from({ length: 20_000 }, (_, i) => `customer-${i}`);
const shareOf = (rollout: OpenRollout, happens: (decision: ReturnType<RolloutRoute['decide']>) => boolean) => {
  const route = new RolloutRoute(rollout);
  return subjects.filter((subject) => happens(route.decide(subject))).length / subjects.length;
};
const near = (share: number) => 4 * Math.sqrt((share * (1 - share)) / subjects.length);

describe('the route of a rollout', () => {
  it.each([
    [1, 0.5],
    [2, 0.2],
    [3, 0.3],
  ])('gives version %i of an A/B test its share, the champion what is left', (version, share) => {
    expect(Math.abs(shareOf(test, (decision) => decision.version === version) - share)).toBeLessThan(near(share));
  });

  it('scores each row of an A/B test once, and tells the champion from the rest', () => {
    const route = new RolloutRoute(test);
    for (const subject of subjects.slice(0, 500)) {
      const { version, rollout, alsoScore } = route.decide(subject);
      expect(alsoScore).toEqual([]);
      expect(rollout).toEqual({ id: 'r1', arm: version === 1 ? 'champion' : 'candidate' });
    }
  });

  it('never lets a shadow answer, and has it score its sample', () => {
    expect(shareOf(shadow, ({ version }) => version !== 1)).toBe(0);
    const sampled = shareOf(shadow, ({ alsoScore }) => alsoScore.includes(2));
    expect(Math.abs(sampled - 0.2)).toBeLessThan(near(0.2));
  });

  it('keeps the sample of a shadow apart from the split of a canary', () => {
    const [route, other] = [new RolloutRoute(shadow), new RolloutRoute({ ...canary, sharePercent: 50 })];
    const both = subjects.filter((s) => route.decide(s).alsoScore.length > 0 && other.decide(s).version === 2).length;
    expect(Math.abs(both / subjects.length - 0.1)).toBeLessThan(near(0.1));
  });

  it('switches everybody at once, and back at once, in blue-green', () => {
    const blueGreen: OpenRollout = { ...canary, strategy: 'blue-green' };
    expect(shareOf({ ...blueGreen, sharePercent: 0 }, ({ version }) => version === 1)).toBe(1);
    expect(shareOf({ ...blueGreen, sharePercent: 100 }, ({ version }) => version === 2)).toBe(1);
    expect(new RolloutRoute({ ...blueGreen, sharePercent: 100 }).decide('ana').alsoScore).toEqual([1]);
  });

  it('needs the versions of all arms, and weighs them', () => {
    const route: ModelRoute = { model: 'bank', championVersion: 1, rollout: test };
    expect(versionsOf(route)).toEqual([1, 2, 3]);
    expect(weightsOf(route)).toEqual([
      { version: 1, weightPercent: 50 },
      { version: 2, weightPercent: 20 },
      { version: 3, weightPercent: 30 },
    ]);
    expect(weightsOf({ ...route, rollout: shadow })).toEqual([
      { version: 1, weightPercent: 100 },
      { version: 2, weightPercent: 0 },
    ]);
  });
});

describe('the meters of a rollout', () => {
  it('count on when the table is made anew, and apart for each step', () => {
    const meters = new RolloutMeters();
    const meterOf = (stepIndex: number) => new RolloutRoute({ ...canary, stepIndex }, meters).decide('ana').meter;
    meterOf(0)?.scored(2, 'answering', 3, 1.5);
    meterOf(0)?.failed(2, 'answering', 1);
    meterOf(1)?.refused(1, 'beside', 2);
    expect(meters.read()).toMatchObject([
      { rolloutId: 'r1', stepIndex: 0, version: 2, role: 'answering', asked: 4, failed: 1, invalid: 0 },
      { rolloutId: 'r1', stepIndex: 1, version: 1, role: 'beside', asked: 2, failed: 0, invalid: 2 },
    ]);
  });

  it('are read when they changed, each time as the whole since the process began', () => {
    const meters = new RolloutMeters();
    const step = meters.of('r1', 0);
    step.scored(1, 'answering', 1, 1);
    expect(meters.read()).toMatchObject([{ asked: 1 }]);
    expect(meters.read()).toEqual([]);
    step.scored(1, 'answering', 1, 1);
    expect(meters.read()).toMatchObject([{ asked: 2, latency: [[expect.any(Number), 2]] }]);
  });

  it('of an ended rollout are forgotten only when they were read', () => {
    const meters = new RolloutMeters();
    meters.of('r1', 0).scored(1, 'answering', 1, 1);
    meters.keep(new Set());
    expect(meters.read()).toHaveLength(1);
    const before = meters.of('r1', 0);
    meters.keep(new Set());
    expect(meters.of('r1', 0)).not.toBe(before);
  });
});
