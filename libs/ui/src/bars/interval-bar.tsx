import type { Tone } from '../tokens/palette';
import { placeOn, type IntervalScale } from './interval-scale';

export interface IntervalBarProps {
  estimate: number | null;
  low: number | null;
  high: number | null;
  scale: IntervalScale;
  tone: Tone;
  /** Full sentence for those who do not see the bar. */
  label: string;
  /** Vertical lines, such as no difference and the margin. */
  lines?: readonly { at: number; label: string; dashed?: boolean }[];
}

const HEIGHT = 26;
const MIDDLE = HEIGHT / 2;

function Whisker({ from, to, tone }: { from: number; to: number; tone: Tone }) {
  const stroke = `var(--pl-${tone})`;
  return (
    <g stroke={stroke} strokeWidth={2}>
      <line x1={`${from}%`} x2={`${to}%`} y1={MIDDLE} y2={MIDDLE} />
      <line x1={`${from}%`} x2={`${from}%`} y1={MIDDLE - 5} y2={MIDDLE + 5} />
      <line x1={`${to}%`} x2={`${to}%`} y1={MIDDLE - 5} y2={MIDDLE + 5} />
    </g>
  );
}

/** An estimate with its interval on a scale that all rows of a table share. */
export function IntervalBar({ estimate, low, high, scale, tone, label, lines = [] }: IntervalBarProps) {
  return (
    <svg className="pl-interval" height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <line x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} stroke="var(--pl-line)" />
      {lines.map((line) => (
        <line
          key={line.label}
          x1={`${placeOn(scale, line.at)}%`}
          x2={`${placeOn(scale, line.at)}%`}
          y1={2}
          y2={HEIGHT - 2}
          stroke="var(--pl-muted)"
          strokeDasharray={line.dashed ? '3 3' : undefined}
        />
      ))}
      {low !== null && high !== null && <Whisker from={placeOn(scale, low)} to={placeOn(scale, high)} tone={tone} />}
      {estimate !== null && (
        <circle cx={`${placeOn(scale, estimate)}%`} cy={MIDDLE} r={4.5} fill={`var(--pl-${tone})`} />
      )}
    </svg>
  );
}
