import type { FairnessAttributeView, FairnessMeasureView } from '@plumbline/contracts';
import {
  DataTable,
  estimateText,
  formatInteger,
  IntervalBar,
  NOT_KNOWN,
  VerdictWord,
  verdictTone,
  verdictWord,
  type Column,
} from '@plumbline/ui';
import { bestOf, inOrder, leftOutText, measureLabel } from './fairness-words';

function MeasureBar({ measure: { measure, value, limit, decides, verdict } }: { measure: FairnessMeasureView }) {
  if (!value) return <span className="app-muted">{NOT_KNOWN}</span>;
  return (
    <IntervalBar
      estimate={value.estimate}
      low={value.low}
      high={value.high}
      scale={{ min: 0, max: 1 }}
      tone={decides ? verdictTone(verdict) : 'muted'}
      lines={[{ at: limit, label: `limit ${limit}`, dashed: true }]}
      label={`${measureLabel(measure)}: ${estimateText(value)}, limit ${limit}, ${verdictWord(verdict)}`}
    />
  );
}

const COLUMNS: Column<FairnessMeasureView>[] = [
  {
    key: 'measure',
    header: 'Gap between groups',
    cell: ({ measure }) => (
      <>
        {measureLabel(measure)} <span className="app-muted">(best {bestOf(measure)})</span>
      </>
    ),
  },
  {
    key: 'value',
    header: 'Value',
    numeric: true,
    cell: ({ value }) => (value ? <span title={`n ${formatInteger(value.n)}`}>{estimateText(value)}</span> : NOT_KNOWN),
  },
  { key: 'bar', header: 'Interval (dashed: limit)', width: '26%', cell: (measure) => <MeasureBar measure={measure} /> },
  {
    key: 'pair',
    header: 'Furthest apart',
    cell: ({ group, against }) => (group && against ? `${group} and ${against}` : NOT_KNOWN),
  },
  { key: 'left', header: 'Left out', cell: ({ leftOut }) => leftOutText(leftOut) || 'nobody' },
  {
    key: 'verdict',
    header: 'Limit',
    cell: ({ decides, limit, verdict }) =>
      decides ? (
        <VerdictWord verdict={verdict} word={verdict === 'violated' ? `Beyond ${limit}` : undefined} />
      ) : (
        <span className="app-muted">no limit set</span>
      ),
  },
];

export function FairnessMeasures({ attribute }: { attribute: FairnessAttributeView }) {
  return (
    <DataTable
      caption={`Gaps between the groups of ${attribute.attribute}`}
      rows={inOrder(attribute.measures)}
      rowKey={({ measure }) => measure}
      columns={COLUMNS}
    />
  );
}
