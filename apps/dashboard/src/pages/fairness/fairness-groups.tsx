import type { FairnessGroupView, FairnessView, IntervalView } from '@plumbline/contracts';
import {
  DataTable,
  formatInteger,
  formatShare,
  IntervalBar,
  NOT_KNOWN,
  VerdictWord,
  verdictTone,
  verdictWord,
  type Column,
  estimateText,
} from '@plumbline/ui';

const SMALLEST_SCALE_END = 1.2;

function Rate({ rate }: { rate: IntervalView | 'undefined' | null }) {
  if (rate === 'undefined') return <>undefined</>;
  if (rate === null || rate.estimate === null) return <>{NOT_KNOWN}</>;
  return (
    <>
      {formatShare(rate.estimate)}
      {rate.low !== null && rate.high !== null && (
        <div className="app-muted app-small">
          {formatShare(rate.low)} to {formatShare(rate.high)}
        </div>
      )}
    </>
  );
}

const rateTitle = (rate: IntervalView | 'undefined' | null): string =>
  rate === 'undefined'
    ? 'The group has no row of this kind, so the rate has no value.'
    : rate === null
      ? 'Not enough labelled rows.'
      : `n ${formatInteger(rate.n)}`;

function RatioCell({ group, limit, end }: { group: FairnessGroupView; limit: number; end: number }) {
  const { ratio, state } = group;
  if (!ratio)
    return <span className="app-muted">{state === 'reference' ? '1, the group compared with' : NOT_KNOWN}</span>;
  return (
    <>
      <IntervalBar
        estimate={ratio.estimate}
        low={ratio.low}
        high={ratio.high}
        scale={{ min: 0, max: end }}
        tone={verdictTone(state)}
        lines={[
          { at: limit, label: `limit ${limit}`, dashed: true },
          { at: 1, label: 'equal' },
        ]}
        label={`${group.group}: ratio ${estimateText(ratio)}, limit ${limit}, ${verdictWord(state)}`}
      />
      <span className="app-small">{estimateText(ratio, 2)}</span>
    </>
  );
}

function columnsFor(limit: number, end: number): Column<FairnessGroupView>[] {
  const rate = (key: 'truePositiveRate' | 'falsePositiveRate' | 'selectionRate', header: string) => ({
    key,
    header,
    numeric: true,
    cell: (group: FairnessGroupView) => (
      <div title={rateTitle(group[key])}>
        <Rate rate={group[key]} />
      </div>
    ),
  });
  return [
    { key: 'group', header: 'Group', cell: ({ group }) => <strong className="app-nowrap">{group}</strong> },
    { key: 'n', header: 'n', numeric: true, cell: ({ n }) => formatInteger(n) },
    rate('selectionRate', 'Selection rate'),
    {
      key: 'ratio',
      header: `Ratio to the reference (dashed: ${limit})`,
      width: '28%',
      cell: (group) => <RatioCell group={group} limit={limit} end={end} />,
    },
    rate('truePositiveRate', 'True-positive rate'),
    rate('falsePositiveRate', 'False-positive rate'),
    { key: 'state', header: 'State', cell: ({ state }) => <VerdictWord verdict={state} /> },
  ];
}

export function FairnessGroups({ attribute, limit }: { attribute: FairnessView['attributes'][number]; limit: number }) {
  const shown = attribute.groups.filter(({ state }) => state !== 'suppressed');
  const end = Math.max(SMALLEST_SCALE_END, ...shown.map(({ ratio }) => (ratio?.high ?? 0) * 1.05));
  return (
    <DataTable
      caption={`Groups of ${attribute.attribute} with their rates`}
      rows={shown}
      rowKey={({ group }) => group}
      columns={columnsFor(limit, end)}
      none="Every group is too small to be shown."
    />
  );
}
