/** 100 ms doubling to 5 s. */
export const retryDelayMs = (failures: number): number => Math.min(5_000, 100 * 2 ** Math.min(failures - 1, 10));
