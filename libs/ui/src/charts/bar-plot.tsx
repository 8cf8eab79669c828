import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { seriesStyle } from '../tokens/palette';
import type { PairedBar } from './bar-chart';

interface BarPlotProps {
  bars: readonly PairedBar[];
  format: (value: number) => string;
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
const LONGEST_LABEL = 18;
const CHARACTER_PX = 7;
const shorten = (label: string): string =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;

/** recharts; loaded only when a chart is shown. */
export default function BarPlot({ bars, format, title }: BarPlotProps) {
  const show = (value: unknown) => (typeof value === 'number' ? format(value) : String(value));
  const longest = Math.max(4, ...bars.map(({ label }) => shorten(label).length));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...bars]}
        layout="vertical"
        margin={{ top: 4, right: 16, bottom: 0, left: 0 }}
        barGap={1}
        title={title}
      >
        <CartesianGrid stroke="var(--pl-line)" horizontal={false} />
        <XAxis type="number" tick={AXIS} tickFormatter={show} stroke="var(--pl-line)" />
        <YAxis
          type="category"
          dataKey="label"
          tick={AXIS}
          tickFormatter={shorten}
          width={longest * CHARACTER_PX + 12}
          interval={0}
          stroke="var(--pl-line)"
        />
        <Tooltip
          contentStyle={TOOLTIP}
          itemStyle={{ color: 'var(--pl-ink)' }}
          cursor={{ fill: 'var(--pl-hover)' }}
          formatter={show}
          isAnimationActive={false}
        />
        <Legend wrapperStyle={{ fontSize: 13 }} />
        <Bar dataKey="reference" name="Reference" fill="var(--pl-reference)" barSize={10} isAnimationActive={false} />
        <Bar dataKey="current" name="Now" fill={seriesStyle(0).color} barSize={10} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
