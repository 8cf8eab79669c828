import { formatDecimal } from '../format/format-number';
import { IntervalBar } from './interval-bar';
import { metricScale } from './metric-scale';

export interface IntervalPlotProps {
  estimate: number;
  low: number | null;
  high: number | null;
  /** Full sentence for those who do not see the plot. */
  label: string;
  /** Another version's value, as a dashed line. */
  reference?: { readonly at: number; readonly label: string } | null;
}

/** One estimate with its interval on a scale of its own, whose ends are written below. */
export function IntervalPlot({ estimate, low, high, label, reference }: IntervalPlotProps) {
  const scale = metricScale([estimate, low, high, reference?.at]);
  return (
    <div className="pl-plot">
      <IntervalBar
        estimate={estimate}
        low={low}
        high={high}
        scale={scale}
        tone="acting"
        label={label}
        lines={reference ? [{ ...reference, dashed: true }] : []}
      />
      <div className="pl-plot-ends" aria-hidden>
        <span>{formatDecimal(scale.min, 2)}</span>
        <span>{formatDecimal(scale.max, 2)}</span>
      </div>
    </div>
  );
}
