import type { AttributionDriftView } from '@plumbline/contracts';
import { DataTable, formatDecimal, formatInteger, formatPValue, formatShare, Panel, VerdictWord } from '@plumbline/ui';
import { Explain } from '../../shared/explain';

const SHOWN = 10;
const WHY = {
  too_few_rows: 'fewer than 100 rows on a side',
  too_many_features: 'the model has too many features to be asked in this way',
} as const;
const BASELINES = { reference: 'of the reference', first_served: 'that the version served first' } as const;

/** Does the model rest on the same features as before? */
export function AttributionDrift({ attribution }: { attribution: AttributionDriftView }) {
  const { verdict, reason, method, baseline, rows, pValue, effect, minimumEffect, ndcg, features } = attribution;
  return (
    <Panel
      title="What the model rests on"
      aside={`n ${formatInteger(rows.current)} now, ${formatInteger(rows.reference)} ${BASELINES[baseline]}`}
    >
      <dl className="app-facts">
        <dt>Verdict</dt>
        <dd>
          <VerdictWord verdict={verdict} />
          {reason && `: ${WHY[reason]}`}
        </dd>
        <dt>Moved</dt>
        <dd>
          {formatShare(effect)} of all attribution{' '}
          <span className="app-muted">
            against the minimum of {formatShare(minimumEffect, 0)}; p {formatPValue(pValue)}
          </span>
        </dd>
        <dt>Ranking</dt>
        <dd>NDCG {formatDecimal(ndcg)}, 1 is the same order</dd>
      </dl>
      {features.length > 0 && (
        <DataTable
          caption="Share of all attribution, by feature"
          rows={features.slice(0, SHOWN)}
          rowKey={({ feature }) => feature}
          columns={[
            { key: 'feature', header: 'Feature', cell: ({ feature }) => feature },
            { key: 'reference', header: 'Before', numeric: true, cell: (row) => formatShare(row.reference) },
            { key: 'current', header: 'Now', numeric: true, cell: (row) => formatShare(row.current) },
          ]}
        />
      )}
      <Explain question="Where do these shares come from?">
        <p>
          The model itself is asked again on a sample of rows, feature after feature taking its value ({method}); a
          feature&apos;s share is its mean absolute contribution over that of all. The test shuffles rows between before
          and now. It tells that the inputs now use the model differently. That an input means something else for the
          outcome than before, only the performance shows.
        </p>
      </Explain>
    </Panel>
  );
}
