import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { seriesStyle } from '../tokens/palette';
import type { PairedBar } from './chart-data';
import { AXIS_TEXT, TOOLTIP_BOX } from './plot-style';
import { shareTicks } from './share-ticks';

interface BarPlotProps {
  bars: readonly PairedBar[];
  format: (value: number) => string;
  title: string;
}

const LONGEST_LABEL = 18;
const CHARACTER_PX = 8;
const shorten = (label: string): string =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;

const inInk = (name: string) => <span style={{ color: 'var(--pl-ink)' }}>{name}</span>;

/** recharts; loaded only when a chart is shown. */
export default function BarPlot({ bars, format, title }: BarPlotProps) {
  const show = (value: unknown) => (typeof value === 'number' ? format(value) : String(value));
  const longest = Math.max(4, ...bars.map(({ label }) => shorten(label).length));
  const ticks = shareTicks(Math.max(...bars.flatMap(({ reference, current }) => [reference, current])));
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
        <XAxis
          type="number"
          ticks={ticks}
          domain={[0, ticks.at(-1) ?? 1]}
          tick={AXIS_TEXT}
          tickFormatter={show}
          stroke="var(--pl-line)"
        />
        <YAxis
          type="category"
          dataKey="label"
          tick={AXIS_TEXT}
          tickFormatter={shorten}
          width={longest * CHARACTER_PX + 16}
          interval={0}
          stroke="var(--pl-line)"
        />
        <Tooltip
          contentStyle={TOOLTIP_BOX}
          itemStyle={{ color: 'var(--pl-ink)' }}
          cursor={{ fill: 'var(--pl-hover)' }}
          formatter={show}
          isAnimationActive={false}
        />
        <Legend itemSorter={null} wrapperStyle={{ fontSize: 13 }} formatter={inInk} />
        <Bar dataKey="reference" name="Reference" fill="var(--pl-reference)" barSize={10} isAnimationActive={false} />
        <Bar dataKey="current" name="Now" fill={seriesStyle(0).color} barSize={10} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
