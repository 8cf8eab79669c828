import type { Tone } from '../tokens/palette';

/** @param value 0..1 */
export function Meter({ value, label, tone = 'acting' }: { value: number; label: string; tone?: Tone }) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, value)));
  return (
    <span
      className="pl-meter"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span style={{ width: `${percent}%`, background: `var(--pl-${tone})` }} />
    </span>
  );
}
