import { formatDuration, formatRelative, formatTick } from './format-time';

const NOW = Date.parse('2026-11-22T12:00:00Z');

describe('times on the screen', () => {
  it.each([
    [0, 'now'],
    [2_000, '2 s ago'],
    [300_000, '5 min ago'],
    [7_200_000, '2 h ago'],
    [200_000_000, '2 d ago'],
    [-60_000, 'in 1 min'],
  ])('tells an age of %i ms as "%s"', (ageMs, text) => {
    expect(formatRelative(NOW - ageMs, NOW)).toBe(text);
  });

  it('never tells a negative duration', () => {
    expect(formatDuration('2026-11-22T12:00:09Z', NOW)).toBe('0 s');
  });

  it('names the day on an axis only when the axis spans more than one', () => {
    expect(formatTick('2026-11-22T12:00:00', 3_600_000)).toBe('12:00');
    expect(formatTick('2026-11-22T12:00:00', 2 * 86_400_000)).toBe('11-22 12:00');
    expect(formatTick('2026-11-22T12:00:00', 30 * 86_400_000)).toBe('11-22');
  });
});
