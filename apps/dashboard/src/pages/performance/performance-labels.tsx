import type { LabelCoverageView, PerformanceView } from '@plumbline/contracts';
import { type Column, DataTable, formatInteger, formatShare, Panel } from '@plumbline/ui';
import { ageText, lengthText } from './performance-summary';

type Age = LabelCoverageView['byAge'][number];

const AGE_COLUMNS: readonly Column<Age>[] = [
  { key: 'age', header: 'Age of the prediction', cell: ageText },
  { key: 'predictions', header: 'Predictions', numeric: true, cell: (age) => formatInteger(age.predictions) },
  { key: 'labelled', header: 'Labelled', numeric: true, cell: (age) => formatInteger(age.labelled) },
  { key: 'share', header: 'Share', numeric: true, cell: (age) => formatShare(age.share) },
];

export function LabelsPanel({ view: { coverage, delay } }: { view: PerformanceView }) {
  if (!coverage || !delay) return null;
  const figures = [
    ['Median delay', lengthText(delay.medianMs), `of ${formatInteger(delay.outcomes)} outcomes`],
    ['90 % within', lengthText(delay.p90Ms), ''],
    ['Negative by time-out', formatInteger(coverage.timedOut), ''],
    ['Early negatives', formatInteger(coverage.provisional), 'wait for their maturity'],
    ['Without prediction', formatInteger(coverage.orphans), 'outcomes that wait'],
    ['After the horizon', formatInteger(coverage.late), 'kept, not counted'],
  ] as const;
  return (
    <Panel title="Labels: how many, how late">
      <dl className="app-figures">
        {figures.map(([label, value, note]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value} <small>{note}</small>
            </dd>
          </div>
        ))}
      </dl>
      <DataTable
        caption="Label coverage by age"
        columns={AGE_COLUMNS}
        rows={coverage.byAge}
        rowKey={({ fromMs }) => String(fromMs)}
      />
    </Panel>
  );
}
