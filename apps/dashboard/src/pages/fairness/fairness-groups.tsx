import type { FairnessGroupView, IntervalView } from '@plumbline/contracts';
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
import { rateReason } from './fairness-words';

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

type Row = FairnessGroupView & { readonly attribute?: string };
type RateName = 'truePositiveRate' | 'falsePositiveRate' | 'selectionRate' | 'precision';

function RateCell({ group, name, minimumGroup }: { group: Row; name: RateName; minimumGroup: number }) {
  const rate = group[name];
  const reason = rateReason(group, name, minimumGroup);
  const rows = rate === null || rate === 'undefined' ? undefined : `n ${formatInteger(rate.n)}`;
  return (
    <div title={reason ?? rows}>
      <Rate rate={rate} />
      {rate === 'undefined' && reason && (
        <div className="app-muted app-small" style={{ whiteSpace: 'normal' }}>
          {reason}
        </div>
      )}
    </div>
  );
}

interface Scale {
  readonly limit: number;
  readonly minimumGroup: number;
  readonly end: number;
}

function columnsFor({ limit, minimumGroup, end }: Scale, hasAttribute: boolean): Column<Row>[] {
  const rate = (key: RateName, header: string): Column<Row> => ({
    key,
    header,
    numeric: true,
    cell: (group) => <RateCell group={group} name={key} minimumGroup={minimumGroup} />,
  });
  // Abbreviations are told in the explanation above: ten columns must fit.
  return [
    ...(hasAttribute ? [{ key: 'of', header: 'Crossed', cell: ({ attribute }: Row) => attribute }] : []),
    { key: 'group', header: 'Group', cell: ({ group }) => <strong className="app-nowrap">{group}</strong> },
    { key: 'n', header: 'n', numeric: true, cell: ({ n }) => formatInteger(n) },
    rate('selectionRate', 'Selection rate'),
    {
      key: 'ratio',
      header: `Ratio to the reference (dashed: ${limit})`,
      width: '20%',
      cell: (group) => <RatioCell group={group} limit={limit} end={end} />,
    },
    { key: 'state', header: 'State', cell: ({ state }) => <VerdictWord verdict={state} /> },
    rate('truePositiveRate', 'TPR'),
    rate('falsePositiveRate', 'FPR'),
    rate('precision', 'Precision'),
    {
      key: 'calibration',
      header: 'ECE',
      numeric: true,
      cell: ({ calibrationError }) => formatShare(calibrationError),
    },
  ];
}

export interface FairnessGroupsProps {
  caption: string;
  groups: readonly Row[];
  limit: number;
  minimumGroup: number;
}

export function FairnessGroups({ caption, groups, limit, minimumGroup }: FairnessGroupsProps) {
  const shown = groups.filter(({ state }) => state !== 'suppressed');
  const end = Math.max(SMALLEST_SCALE_END, ...shown.map(({ ratio }) => (ratio?.high ?? 0) * 1.05));
  return (
    <DataTable
      caption={caption}
      rows={shown}
      rowKey={({ group, attribute }) => `${attribute ?? ''}:${group}`}
      columns={columnsFor(
        { limit, minimumGroup, end },
        groups.some(({ attribute }) => attribute !== undefined),
      )}
      none="Every group is too small to be shown."
    />
  );
}
