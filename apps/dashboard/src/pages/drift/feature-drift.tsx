import type { DriftReportView, FeatureDriftView } from '@plumbline/contracts';
import {
  DataTable,
  formatDecimal,
  formatInteger,
  formatPValue,
  formatShare,
  NOT_KNOWN,
  PairedBarChart,
  Panel,
  Sparkline,
  VerdictWord,
} from '@plumbline/ui';

type Course = readonly (number | null)[];

const MEASURES: readonly (readonly [key: string, label: string])[] = [
  ['psi', 'PSI'],
  ['jsDivergence', 'Jensen-Shannon'],
  ['klDivergence', 'Kullback-Leibler'],
  ['hellinger', 'Hellinger'],
  ['totalVariation', 'Total variation'],
  ['lInfinity', 'Largest difference of a share'],
  ['ks', 'Kolmogorov-Smirnov'],
  ['wasserstein', 'Wasserstein'],
];

/** The bin whose share changed most, in one sentence. */
function histogramSummary({ feature, bins }: Pick<FeatureDriftView, 'feature' | 'bins'>): string {
  const most = [...bins].sort((a, b) => Math.abs(b.current - b.reference) - Math.abs(a.current - a.reference))[0];
  if (!most) return `No histogram of ${feature}.`;
  const moved = most.current >= most.reference ? 'grew' : 'shrank';
  return `Share of rows per bin. "${most.label}" ${moved} most: ${formatShare(most.reference)} in the reference, ${formatShare(most.current)} now.`;
}

function Decision({ feature, alpha, course }: { feature: FeatureDriftView; alpha: number; course: Course }) {
  const { verdict, adjustedPValue, pValue, effect, minimumEffect, kind, unseen, missing } = feature;
  return (
    <dl className="app-facts">
      <dt>Verdict</dt>
      <dd>
        <VerdictWord verdict={verdict} />
      </dd>
      <dt>Adjusted p-value</dt>
      <dd>
        {formatPValue(adjustedPValue)}{' '}
        <span className="app-muted">
          against {alpha}; unadjusted {formatPValue(pValue)}
        </span>
      </dd>
      <dt>Effect</dt>
      <dd>
        {formatDecimal(effect)} <span className="app-muted">against the minimum of {minimumEffect}</span>
      </dd>
      <dt>Over the checks</dt>
      <dd>
        <Sparkline values={course} label={`Effect of ${feature.feature} over the last ${course.length} checks`} />
      </dd>
      <dt>Kind</dt>
      <dd>{kind}</dd>
      <dt>Missing</dt>
      <dd>
        {formatShare(missing.reference)} in the reference, {formatShare(missing.current)} now
      </dd>
      <dt>Never seen before</dt>
      <dd>{unseen.length > 0 ? unseen.join(', ') : 'nothing'}</dd>
    </dl>
  );
}

export interface FeatureDriftProps {
  feature: FeatureDriftView;
  report: DriftReportView;
  /** Its effect in each check, oldest first. */
  course: Course;
}

export function FeatureDrift({ feature, report, course }: FeatureDriftProps) {
  const known = MEASURES.filter(([key]) => feature.measures[key] != null);
  return (
    <Panel
      title={feature.feature}
      aside={`n ${formatInteger(report.rows.current)} now, ${formatInteger(report.rows.reference)} reference`}
    >
      <div className="app-cols app-cols-wide">
        {feature.bins.length > 0 ? (
          <PairedBarChart
            id="histogram"
            title="Reference and now"
            summary={histogramSummary(feature)}
            bars={feature.bins}
            format={(share) => formatShare(share, 0)}
          />
        ) : (
          <p className="app-muted">No histogram is kept for this row.</p>
        )}
        <div className="app-stack">
          <Decision feature={feature} alpha={report.alpha} course={course} />
          {known.length > 0 && (
            <DataTable
              caption={`Distances between reference and now of ${feature.feature}`}
              rows={known}
              rowKey={([key]) => key}
              columns={[
                { key: 'measure', header: 'Measure', cell: ([, label]) => label },
                {
                  key: 'value',
                  header: 'Value',
                  numeric: true,
                  cell: ([key]) => formatDecimal(feature.measures[key] ?? null) ?? NOT_KNOWN,
                },
              ]}
            />
          )}
        </div>
      </div>
    </Panel>
  );
}
