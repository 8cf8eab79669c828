const INTEGER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const MINUS = '−';
/** Narrow no-break space: the number and its unit stay together. */
const THIN = '\u202f';

/** Stands where a number is not known. */
export const NOT_KNOWN = '–';

const withMinus = (text: string): string => text.replace('-', MINUS);

export function formatInteger(value: number | null | undefined): string {
  return value == null ? NOT_KNOWN : withMinus(INTEGER.format(value));
}

export function formatDecimal(value: number | null | undefined, digits = 3): string {
  return value == null || !Number.isFinite(value) ? NOT_KNOWN : withMinus(value.toFixed(digits));
}

/** With its sign, for differences. */
export function formatSigned(value: number | null | undefined, digits = 3): string {
  if (value == null || !Number.isFinite(value)) return NOT_KNOWN;
  return `${value > 0 ? '+' : ''}${withMinus(value.toFixed(digits))}`;
}

/** @param share 0..1 */
export function formatShare(share: number | null | undefined, digits = 1): string {
  return share == null || !Number.isFinite(share) ? NOT_KNOWN : `${(100 * share).toFixed(digits)}${THIN}%`;
}

/** @param percent 0..100; a whole number shows no decimals */
export function formatPercent(percent: number | null | undefined, digits = 1): string {
  if (percent == null || !Number.isFinite(percent)) return NOT_KNOWN;
  return `${percent.toFixed(Number.isInteger(percent) ? 0 : digits)}${THIN}%`;
}

/** Small p-values are bounded, not rounded to zero. */
export function formatPValue(value: number | null | undefined): string {
  if (value == null) return NOT_KNOWN;
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes}${THIN}B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)}${THIN}kB`;
  return `${(bytes / 1_000_000).toFixed(1)}${THIN}MB`;
}
