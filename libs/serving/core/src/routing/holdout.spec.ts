import { holdoutSalt, isHeldOut } from './holdout';
import { murmur3 } from './murmur3';

const people = Array.from({ length: 50_000 }, (_, i) => `customer-${i}`);
const within = (observed: number, share: number): void =>
  expect(Math.abs(observed - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / people.length));
const shareOf = (chosen: (subject: string) => boolean): number => people.filter(chosen).length / people.length;

describe('the hold-out group', () => {
  const salt = holdoutSalt('churn', 1);

  it('has the configured share of the subjects, and nobody at 0', () => {
    within(
      shareOf((subject) => isHeldOut({ salt, percent: 10 }, subject)),
      0.1,
    );
    expect(shareOf((subject) => isHeldOut({ salt, percent: 0 }, subject))).toBe(0);
  });

  it('lets nobody out when its share grows', () => {
    const small = people.filter((subject) => isHeldOut({ salt, percent: 5 }, subject));
    expect(small.every((subject) => isHeldOut({ salt, percent: 12.5 }, subject))).toBe(true);
  });

  it('is independent of a rollout, of another round and of another model', () => {
    const heldOut = (subject: string): boolean => isHeldOut({ salt, percent: 20 }, subject);
    within(
      shareOf((s) => heldOut(s) && murmur3(`rollout-7:${s}`) % 10_000 < 5_000),
      0.1,
    );
    for (const other of [holdoutSalt('churn', 2), holdoutSalt('fraud', 1)])
      within(
        shareOf((subject) => heldOut(subject) && isHeldOut({ salt: other, percent: 20 }, subject)),
        0.04,
      );
  });
});
