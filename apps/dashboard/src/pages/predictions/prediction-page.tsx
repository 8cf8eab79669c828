import type { PredictionView } from '@plumbline/contracts';
import { CopyCommand, DataTable, formatDecimal, Panel, RelativeTime, type Column } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { predictionQuery, statusQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { OutcomeWord } from './predictions-tab';

const VALUE_COLUMNS: readonly Column<[string, unknown]>[] = [
  { key: 'name', header: 'Name', cell: ([name]) => name },
  { key: 'value', header: 'Value', numeric: true, cell: ([, value]) => (value === null ? 'missing' : String(value)) },
];

function Values({ title, values, note }: { title: string; values: Record<string, unknown>; note?: string }) {
  return (
    <Panel title={title} note={note}>
      <DataTable
        caption={title}
        rows={Object.entries(values)}
        rowKey={([name]) => name}
        columns={VALUE_COLUMNS}
        none="None sent."
      />
    </Panel>
  );
}

function Facts({ prediction }: { prediction: PredictionView }) {
  const { version, arm, score, label, servedAt, subject, outcome } = prediction;
  return (
    <Panel title="Answer">
      <dl className="app-facts">
        <dt>Score</dt>
        <dd>{formatDecimal(score, 4)}</dd>
        <dt>Decided</dt>
        <dd>{label ?? 'score only'}</dd>
        <dt>Outcome</dt>
        <dd>
          <OutcomeWord prediction={prediction} />{' '}
          {outcome && (
            <span className="app-muted">
              observed <RelativeTime iso={outcome.observedAt} />
              {outcome.revision > 0 && `, corrected ${outcome.revision} times`}
            </span>
          )}
        </dd>
        <dt>Answered by</dt>
        <dd>
          v{version} {arm && <span className="app-muted">as {arm}</span>}
        </dd>
        <dt>Served</dt>
        <dd>
          <RelativeTime iso={servedAt} />
        </dd>
        <dt>About</dt>
        <dd>{subject ?? 'no subject given'}</dd>
        <dt>Id</dt>
        <dd>
          <code>{prediction.predictionId}</code>
        </dd>
      </dl>
    </Panel>
  );
}

function OtherVersions({ prediction }: { prediction: PredictionView }) {
  return (
    <Panel title="The same input on other versions">
      <DataTable
        caption="Scores of other versions for the same input"
        rows={prediction.otherScores}
        rowKey={({ version, source }) => `${version} ${source}`}
        none="No other version scored this row: no rollout was open, and no candidate has been trained since."
        columns={[
          { key: 'version', header: 'Version', cell: ({ version }) => `v${version}` },
          { key: 'score', header: 'Score', numeric: true, cell: ({ score }) => formatDecimal(score, 4) },
          {
            key: 'difference',
            header: 'Difference',
            numeric: true,
            cell: ({ score }) => (prediction.score === null ? '' : formatDecimal(score - prediction.score, 4)),
          },
          { key: 'source', header: 'How', cell: ({ source }) => source },
        ]}
      />
    </Panel>
  );
}

const predictCommand = ({ model, features }: PredictionView, inferenceUrl: string): string =>
  `curl -s -H "authorization: Bearer $PLUMBLINE_TOKEN" -H "content-type: application/json" ${inferenceUrl}/v1/models/${model}:predict -d '${JSON.stringify({ instances: [features] }).replaceAll("'", "'\\''")}'`;

export function PredictionPage() {
  const { model, predictionId } = useParams({ from: '/shell/models/$model/predictions/$predictionId' });
  const prediction = useQuery(predictionQuery(predictionId));
  const inferenceUrl = useQuery(statusQuery()).data?.inferenceUrl ?? '';
  return (
    <>
      <Link to="/models/$model/predictions" params={{ model }}>
        All predictions
      </Link>
      <Loaded query={prediction} heightPx={420}>
        {(view) => (
          <div className="app-cols">
            <div className="app-stack">
              <Facts prediction={view} />
              <OtherVersions prediction={view} />
              <Panel title="Ask again" note="A new prediction, by the version that serves now.">
                <CopyCommand command={predictCommand(view, inferenceUrl)} />
              </Panel>
            </div>
            <div className="app-stack">
              <Values title="Features" values={view.features} />
              {view.attributes && Object.keys(view.attributes).length > 0 && (
                <Values
                  title="Attributes"
                  values={view.attributes}
                  note="For monitoring and fairness only, never model input."
                />
              )}
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}
