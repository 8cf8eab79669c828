/** @param {readonly number[]} values @param {number} share 0..1; nearest rank: 0.5 is a value that was measured */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => quantile(values, 0.5);

export const inMiB = (bytes) => (bytes / 2 ** 20).toFixed(0);
export const inMs = (milliseconds) => milliseconds.toFixed(milliseconds < 10 ? 1 : 0);

/** @returns {Promise<[number, T]>} milliseconds, and what the work gave @template T */
export async function timed(work) {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}
