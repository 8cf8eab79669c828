import { lazy } from 'react';
import { DataTable } from '../tables/data-table';
import { ChartFrame } from './chart-frame';
import type { PairedBar } from './chart-data';

const BarPlot = lazy(() => import('./bar-plot'));

export interface PairedBarChartProps {
  id: string;
  title: string;
  summary: string;
  bars: readonly PairedBar[];
  format: (value: number) => string;
}

const ROW_PX = 34;
const AXES_PX = 64;

/** Two distributions side by side, one row a bin: labels stay readable however long. */
export function PairedBarChart({ id, title, summary, bars, format }: PairedBarChartProps) {
  const heightPx = bars.length * ROW_PX + AXES_PX;
  const columns = [
    { key: 'bin', header: 'Bin', cell: (bar: PairedBar) => bar.label },
    { key: 'reference', header: 'Reference', numeric: true, cell: (bar: PairedBar) => format(bar.reference) },
    { key: 'current', header: 'Now', numeric: true, cell: (bar: PairedBar) => format(bar.current) },
  ];
  return (
    <ChartFrame
      id={id}
      title={title}
      summary={summary}
      heightPx={heightPx}
      chart={<BarPlot bars={bars} format={format} title={title} />}
      table={<DataTable caption={title} columns={columns} rows={bars} rowKey={({ label }) => label} />}
    />
  );
}
