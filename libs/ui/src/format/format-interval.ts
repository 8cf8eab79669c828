import { formatDecimal, formatInteger, formatSigned, NOT_KNOWN } from './format-number';

/** An estimate with its bounds and the rows it rests on. */
export interface Interval {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** @example "−0.004 [−0.041, +0.033], n 812" */
export function differenceText({ estimate, low, high, n }: Interval, digits = 3): string {
  if (estimate === null) return `not known, n ${formatInteger(n)}`;
  const between = low === null || high === null ? '' : ` [${formatSigned(low, digits)}, ${formatSigned(high, digits)}]`;
  return `${formatSigned(estimate, digits)}${between}, n ${formatInteger(n)}`;
}

/** @example "0.745 [0.710, 0.780]" */
export function estimateText({ estimate, low, high }: Interval, digits = 3): string {
  if (estimate === null) return NOT_KNOWN;
  const between =
    low === null || high === null ? '' : ` [${formatDecimal(low, digits)}, ${formatDecimal(high, digits)}]`;
  return `${formatDecimal(estimate, digits)}${between}`;
}
