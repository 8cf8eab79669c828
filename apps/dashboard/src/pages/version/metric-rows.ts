import type { VersionView } from '@plumbline/contracts';
import { inOrder, readable } from '../../shared/metric-names';

type Measured = Pick<VersionView, 'metrics' | 'metricIntervals'>;

export interface MetricRow {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly interval: VersionView['metricIntervals'][string] | null;
  /** The same metric of the version it is compared with. */
  readonly other: number | null;
}

export const metricRows = ({ metrics, metricIntervals }: Measured, other: Measured | null): MetricRow[] =>
  inOrder(Object.keys(metrics)).flatMap((name) => {
    const value = metrics[name];
    if (value === undefined) return [];
    const interval = metricIntervals[name] ?? null;
    return [{ name, label: readable(name), value, interval, other: other?.metrics[name] ?? null }];
  });

const METHODS: Readonly<Record<string, string>> = { delong: 'DeLong', wilson: 'Wilson', normal: 'normal' };

/** @example basisText({ on: 'reference', rows: 400, level: 0.95, method: 'delong', ... }) === '95 % DeLong, 400 rows of reference' */
export const basisText = ({ on, rows, level, method }: NonNullable<MetricRow['interval']>): string =>
  `${Number((100 * level).toFixed(2))}\u202f% ${METHODS[method] ?? method}, ${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'} of ${on}`;
