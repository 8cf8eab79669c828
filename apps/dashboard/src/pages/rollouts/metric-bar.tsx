import type { MetricVerdictView } from '@plumbline/contracts';
import { IntervalBar, intervalScale, verdictTone, verdictWord, differenceText } from '@plumbline/ui';

/** Candidate minus champion with its interval, against no difference (line) and the margin (dashed). */
export function MetricBar({ metric }: { metric: MetricVerdictView }) {
  const { difference, margin, verdict } = metric;
  const { estimate, low, high } = difference;
  return (
    <IntervalBar
      estimate={estimate}
      low={low}
      high={high}
      scale={intervalScale([0, margin, estimate, low, high])}
      tone={verdictTone(verdict)}
      lines={[
        { at: 0, label: 'no difference' },
        { at: margin, label: 'margin', dashed: true },
      ]}
      label={`${metric.metric}: candidate minus champion ${differenceText(difference)}; margin ${margin}; ${verdictWord(verdict)}`}
    />
  );
}
