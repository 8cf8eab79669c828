import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatTick } from '../format/format-time';
import { seriesStyle } from '../tokens/palette';
import type { LinePoint, LineSeries } from './line-chart';

interface LinePlotProps {
  series: readonly LineSeries[];
  points: readonly LinePoint[];
  spanMs: number;
  format: (value: number) => string;
  lines: readonly { at: number; label: string }[];
  title: string;
}

const AXIS = { fontSize: 12, fill: 'var(--pl-muted)' };
const TOOLTIP = {
  background: 'var(--pl-surface)',
  border: '1px solid var(--pl-line)',
  borderRadius: 6,
  fontSize: 13,
  color: 'var(--pl-ink)',
};

/** recharts; loaded only when a chart is shown. */
export default function LinePlot({ series, points, spanMs, format, lines, title }: LinePlotProps) {
  const rows = points.map(({ at, values }) => ({ at, ...values }));
  const tick = (value: unknown) => (typeof value === 'number' ? format(value) : String(value));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} title={title}>
        <CartesianGrid stroke="var(--pl-line)" vertical={false} />
        <XAxis
          dataKey="at"
          tick={AXIS}
          tickFormatter={(at: string) => formatTick(at, spanMs)}
          minTickGap={28}
          stroke="var(--pl-line)"
        />
        <YAxis tick={AXIS} tickFormatter={tick} width={60} domain={['auto', 'auto']} stroke="var(--pl-line)" />
        <Tooltip
          contentStyle={TOOLTIP}
          itemStyle={{ color: 'var(--pl-ink)' }}
          labelFormatter={(at) => formatTick(String(at), spanMs)}
          formatter={(value) => tick(value)}
          isAnimationActive={false}
        />
        <Legend iconType="plainline" wrapperStyle={{ fontSize: 13 }} />
        {lines.map(({ at, label }) => (
          <ReferenceLine
            key={label}
            y={at}
            stroke="var(--pl-muted)"
            strokeDasharray="4 4"
            ifOverflow="extendDomain"
            label={{ value: label, position: 'insideTopRight', fontSize: 12, fill: 'var(--pl-muted)' }}
          />
        ))}
        {series.map(({ key, label }, i) => (
          <Line
            key={key}
            dataKey={key}
            name={label}
            stroke={seriesStyle(i).color}
            strokeDasharray={seriesStyle(i).dash}
            strokeWidth={2}
            dot={{ r: 2.5, strokeDasharray: '' }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
