import { lazy } from 'react';
import { NOT_KNOWN } from '../format/format-number';
import { formatAbsolute, formatTick } from '../format/format-time';
import { DataTable } from '../tables/data-table';
import { ChartFrame } from './chart-frame';
import type { LinePoint, LineSeries } from './chart-data';

const LinePlot = lazy(() => import('./line-plot'));

export interface LineChartProps {
  id: string;
  title: string;
  summary: string;
  series: readonly LineSeries[];
  /** Oldest first. */
  points: readonly LinePoint[];
  format: (value: number) => string;
  lines?: readonly { at: number; label: string }[];
  heightPx?: number;
  /** Ends of the value axis; without them it follows the values. */
  domain?: readonly [number, number];
}

const spanOf = (points: readonly LinePoint[]): number =>
  points.length < 2 ? 0 : Date.parse(points.at(-1)?.at ?? '') - Date.parse(points[0]?.at ?? '');

export function LineChart({
  id,
  title,
  summary,
  series,
  points,
  format,
  lines = [],
  heightPx = 240,
  domain,
}: LineChartProps) {
  const spanMs = spanOf(points);
  const show = (value: number | null | undefined) => (value == null ? NOT_KNOWN : format(value));
  const columns = [
    {
      key: 'at',
      header: 'Window from',
      cell: (row: LinePoint) => <span title={formatAbsolute(row.at)}>{formatTick(row.at, spanMs)}</span>,
    },
    ...series.map(({ key, label }) => ({
      key,
      header: label,
      numeric: true,
      cell: (row: LinePoint) => show(row.values[key]),
    })),
  ];
  return (
    <ChartFrame
      id={id}
      title={title}
      summary={summary}
      heightPx={heightPx}
      chart={
        <LinePlot
          series={series}
          points={points}
          spanMs={spanMs}
          format={format}
          lines={lines}
          title={title}
          domain={domain}
        />
      }
      table={<DataTable caption={title} columns={columns} rows={points} rowKey={({ at }) => at} />}
    />
  );
}
