import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatTick } from '../format/format-time';
import { seriesStyle } from '../tokens/palette';
import type { LinePoint, LineSeries } from './chart-data';
import { AXIS_TEXT, TOOLTIP_BOX } from './plot-style';

interface LinePlotProps {
  series: readonly LineSeries[];
  points: readonly LinePoint[];
  spanMs: number;
  format: (value: number) => string;
  lines: readonly { at: number; label: string }[];
  title: string;
  domain: readonly [number, number] | undefined;
}

const inInk = (name: string) => <span style={{ color: 'var(--pl-ink)' }}>{name}</span>;

/** recharts; loaded only when a chart is shown. */
export default function LinePlot({ series, points, spanMs, format, lines, title, domain }: LinePlotProps) {
  const rows = points.map(({ at, values }) => ({ at, ...values }));
  const tick = (value: unknown) => (typeof value === 'number' ? format(value) : String(value));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} title={title}>
        <CartesianGrid stroke="var(--pl-line)" vertical={false} />
        <XAxis
          dataKey="at"
          tick={AXIS_TEXT}
          tickFormatter={(at: string) => formatTick(at, spanMs)}
          minTickGap={28}
          stroke="var(--pl-line)"
        />
        <YAxis
          tick={AXIS_TEXT}
          tickFormatter={tick}
          width={60}
          domain={domain ? [...domain] : ['auto', 'auto']}
          stroke="var(--pl-line)"
        />
        <Tooltip
          contentStyle={TOOLTIP_BOX}
          itemStyle={{ color: 'var(--pl-ink)' }}
          labelFormatter={(at) => formatTick(String(at), spanMs)}
          formatter={(value) => tick(value)}
          isAnimationActive={false}
        />
        <Legend itemSorter={null} iconType="plainline" wrapperStyle={{ fontSize: 13 }} formatter={inInk} />
        {lines.map(({ at, label }) => (
          <Line
            key={label}
            dataKey={() => at}
            name={label}
            stroke="var(--pl-muted)"
            strokeDasharray="4 4"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
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
