import { frozenBy } from './freeze-windows';
import type { FreezeWindow } from './rollout';

const weekend: FreezeWindow = { weekdays: ['sat', 'sun'], from: '00:00', to: '24:00', timeZone: 'UTC' };
const night: FreezeWindow = { weekdays: ['fri'], from: '16:00', to: '08:00', timeZone: 'Europe/Berlin' };

describe('freeze windows', () => {
  it.each([
    ['2026-11-20T23:59:00Z', false],
    ['2026-11-21T00:00:00Z', true],
    ['2026-11-22T23:59:00Z', true],
    ['2026-11-23T00:00:00Z', false],
  ])('of a weekend at %s: %p', (now, isFrozen) => {
    expect(frozenBy([weekend], new Date(now)) !== null).toBe(isFrozen);
  });

  it.each([
    ['2026-11-20T14:59:00Z', false],
    ['2026-11-20T15:00:00Z', true],
    ['2026-11-21T06:59:00Z', true],
    ['2026-11-21T07:00:00Z', false],
    ['2026-07-03T13:59:00Z', false],
    ['2026-07-03T14:00:00Z', true],
  ])('from Friday 16:00 to 08:00 in Berlin at %s, winter and summer: %p', (now, isFrozen) => {
    expect(frozenBy([night], new Date(now)) !== null).toBe(isFrozen);
  });

  it('say which one it is', () => {
    expect(frozenBy([night, weekend], new Date('2026-11-22T12:00:00Z'))).toBe(
      'Policy takes no step now: sat, sun 00:00 to 24:00 (UTC).',
    );
    expect(frozenBy([], new Date())).toBeNull();
  });
});
