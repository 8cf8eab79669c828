import type { MetricVerdictView, RolloutView } from '@plumbline/contracts';
import {
  DataTable,
  formatDecimal,
  formatInteger,
  Panel,
  StateMessage,
  VerdictWord,
  type Column,
  differenceText,
} from '@plumbline/ui';
import { Explain } from '../../shared/explain';
import { MetricBar } from './metric-bar';

const ROLES: Readonly<Record<MetricVerdictView['role'], string>> = {
  guardrail: 'guardrail: worse rolls back',
  gate: 'gate: must be shown not worse',
  signal: 'signal: worse pauses',
  dry_run: 'dry run: only recorded',
};

function columnsFor({ championVersion, candidateVersion }: RolloutView): Column<MetricVerdictView>[] {
  return [
    {
      key: 'metric',
      header: 'Metric',
      cell: ({ metric, arm, role }) => (
        <>
          <strong>{metric.replaceAll('_', ' ')}</strong>
          {arm && <span> of {arm}</span>}
          <div className="app-muted app-small">{ROLES[role]}</div>
        </>
      ),
    },
    { key: 'champion', header: `v${championVersion}`, numeric: true, cell: ({ champion }) => formatDecimal(champion) },
    {
      key: 'candidate',
      header: `v${candidateVersion}`,
      numeric: true,
      cell: ({ candidate }) => formatDecimal(candidate),
    },
    {
      key: 'difference',
      header: 'Candidate − champion, interval',
      width: '34%',
      cell: (metric) => (
        <>
          <MetricBar metric={metric} />
          <span className="app-small">{differenceText(metric.difference)}</span>
        </>
      ),
    },
    { key: 'n', header: 'n', numeric: true, cell: ({ difference }) => formatInteger(difference.n) },
    { key: 'margin', header: 'Margin', numeric: true, cell: ({ margin }) => formatDecimal(margin) },
    { key: 'verdict', header: 'Verdict', cell: ({ verdict }) => <VerdictWord verdict={verdict} /> },
  ];
}

export function RolloutMetrics({ rollout }: { rollout: RolloutView }) {
  return (
    <Panel title="Candidate against champion">
      {rollout.metrics.length === 0 ? (
        <StateMessage kind="not_enough_data" title="Nothing judged yet">
          A verdict needs labelled rows, or requests that serving has counted.
        </StateMessage>
      ) : (
        <>
          <DataTable
            caption="Metrics of candidate and champion with interval, margin and verdict"
            rows={rollout.metrics}
            rowKey={({ metric, arm }) => `${metric} ${arm ?? ''}`}
            columns={columnsFor(rollout)}
          />
          <div style={{ marginTop: 10 }}>
            <Explain question="What is the rule?">
              {rollout.metrics.map(({ metric, arm, rule }) => (
                <p key={`${metric} ${arm ?? ''}`}>
                  {metric.replaceAll('_', ' ')}: {rule}.
                </p>
              ))}
              <p>
                Where both versions score the same rows, their difficulty cancels out; an A/B test and errors are
                compared over the same hours. The solid line is no difference, the dashed one the margin: the whole
                interval left of it is not worse, right of it worse, across it undecided.
              </p>
            </Explain>
          </div>
        </>
      )}
    </Panel>
  );
}
