const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2];
const MOST_TICKS = 6;

/** Round shares from 0 to the first that holds the largest. @example shareTicks(0.28) is 0, 0.05, ... 0.3 */
export function shareTicks(largest: number): number[] {
  const step = STEPS.find((one) => largest / one <= MOST_TICKS) ?? 0.2;
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, i) => Math.round(i * step * 1_000) / 1_000);
}
