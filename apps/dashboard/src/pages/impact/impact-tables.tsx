import type { ImpactView } from '@plumbline/contracts';
import {
  DataTable,
  formatInteger,
  formatShare,
  IntervalBar,
  intervalScale,
  NOT_KNOWN,
  VerdictWord,
  verdictTone,
  type Column,
} from '@plumbline/ui';
import { cellRows, effectRows, effectVerdict, money, type CellRow, type EffectRow } from './impact-words';

type Policy = NonNullable<ImpactView['policy']>;
type Arms = NonNullable<ImpactView['arms']>;

function valueText({ unit }: EffectRow, value: number | null): string {
  if (value === null) return NOT_KNOWN;
  return unit === 'share' ? formatShare(value, 2) : money(value);
}

const between = (row: EffectRow, low: number | null, high: number | null): string =>
  low === null || high === null ? NOT_KNOWN : `${valueText(row, low)} to ${valueText(row, high)}`;

function EffectBar({ row }: { row: EffectRow }) {
  const { effect, name } = row;
  const { estimate, anytimeLow, anytimeHigh } = effect;
  if (estimate === null) return <span className="app-muted">{NOT_KNOWN}</span>;
  const { verdict, word } = effectVerdict(effect);
  return (
    <>
      <IntervalBar
        estimate={estimate}
        low={anytimeLow}
        high={anytimeHigh}
        scale={intervalScale([estimate, anytimeLow, anytimeHigh, 0])}
        tone={verdictTone(verdict)}
        lines={[{ at: 0, label: 'no difference' }]}
        label={`${name}: ${valueText(row, estimate)}, between ${valueText(row, anytimeLow)} and ${valueText(row, anytimeHigh)}: ${word}`}
      />
      <span className="app-small">{between(row, anytimeLow, anytimeHigh)}</span>
    </>
  );
}

export function EffectsTable({ effects, policy }: { effects: NonNullable<ImpactView['effects']>; policy: Policy }) {
  const columns: Column<EffectRow>[] = [
    { key: 'name', header: 'Treated against held out', cell: ({ name }) => <strong>{name}</strong> },
    { key: 'estimate', header: 'Estimate', numeric: true, cell: (row) => valueText(row, row.effect.estimate) },
    { key: 'bar', header: 'Interval for any number of looks', width: '30%', cell: (row) => <EffectBar row={row} /> },
    {
      key: 'once',
      header: 'For one look',
      numeric: true,
      cell: (row) => between(row, row.effect.low, row.effect.high),
    },
    { key: 'n', header: 'Subjects', numeric: true, cell: ({ effect }) => formatInteger(effect.n) },
    { key: 'verdict', header: 'Verdict', cell: ({ effect }) => <VerdictWord {...effectVerdict(effect)} /> },
  ];
  return (
    <DataTable
      caption="Effects of acting on the model"
      rows={effectRows(effects, policy)}
      rowKey={({ name }) => name}
      columns={columns}
    />
  );
}

export function ArmsTable({ arms }: { arms: Arms }) {
  const rows = [
    { name: 'Treated', ...arms.treated },
    { name: 'Held out', ...arms.holdout },
  ];
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'name', header: 'Group', cell: ({ name }) => <strong>{name}</strong> },
    { key: 'subjects', header: 'Subjects', numeric: true, cell: ({ subjects }) => formatInteger(subjects) },
    { key: 'known', header: 'Outcome known', numeric: true, cell: ({ withOutcome }) => formatInteger(withOutcome) },
    { key: 'actions', header: 'Actions', numeric: true, cell: ({ actions }) => formatInteger(actions) },
    { key: 'mean', header: 'Mean value', numeric: true, cell: ({ meanValue }) => money(meanValue) },
    { key: 'amount', header: 'Mean amount', numeric: true, cell: ({ meanAmount }) => money(meanAmount) },
    { key: 'cost', header: 'Mean cost', numeric: true, cell: ({ meanCost }) => money(meanCost) },
    {
      key: 'positive',
      header: 'With the outcome',
      numeric: true,
      cell: ({ positiveRate }) => formatShare(positiveRate?.estimate, 2),
    },
  ];
  return <DataTable caption="Treated and held out" rows={rows} rowKey={({ name }) => name} columns={columns} />;
}

export function CellsTable({ cells }: { cells: ImpactView['cells'] }) {
  const columns: Column<CellRow>[] = [
    { key: 'cell', header: 'What the model decided', cell: ({ cell }) => cell },
    { key: 'rows', header: 'Treated', numeric: true, cell: ({ treated }) => formatInteger(treated.rows) },
    { key: 'value', header: 'Value booked', numeric: true, cell: ({ treated }) => money(treated.value) },
    { key: 'out', header: 'Held back', numeric: true, cell: ({ holdout }) => formatInteger(holdout.rows) },
    { key: 'outValue', header: 'Value without action', numeric: true, cell: ({ holdout }) => money(holdout.value) },
  ];
  return <DataTable caption="Outcome cells" rows={cellRows(cells)} rowKey={({ cell }) => cell} columns={columns} />;
}

export function VersionsTable({ versions }: { versions: ImpactView['versions'] }) {
  const columns: Column<ImpactView['versions'][number]>[] = [
    { key: 'version', header: 'Version', cell: ({ version }) => `v${version}` },
    { key: 'treated', header: 'Treated', numeric: true, cell: ({ treated }) => formatInteger(treated) },
    { key: 'out', header: 'Held out', numeric: true, cell: ({ heldOut }) => formatInteger(heldOut) },
    { key: 'actions', header: 'Actions', numeric: true, cell: ({ actions }) => formatInteger(actions) },
    { key: 'booked', header: 'Value booked', numeric: true, cell: ({ bookedValue }) => money(bookedValue) },
    {
      key: 'gain',
      header: 'Gain a subject',
      numeric: true,
      cell: ({ valuePerSubject }) => money(valuePerSubject.estimate),
    },
    {
      key: 'verdict',
      header: 'Verdict',
      cell: ({ valuePerSubject }) => <VerdictWord {...effectVerdict(valuePerSubject)} />,
    },
  ];
  return <DataTable caption="By version" rows={versions} rowKey={({ version }) => String(version)} columns={columns} />;
}
