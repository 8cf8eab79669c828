import type { TrainingRunView } from '@plumbline/contracts';
import { DataTable, formatDuration, Meter, RelativeTime, useNow, VerdictWord, type Column } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { isUnfinished, stageText } from './run-stages';

function Duration({ run: { startedAt, finishedAt } }: { run: TrainingRunView }) {
  const now = useNow();
  if (!startedAt) return <>not started</>;
  return <>{formatDuration(startedAt, finishedAt ? Date.parse(finishedAt) : now)}</>;
}

function Result({ run }: { run: TrainingRunView }) {
  if (isUnfinished(run))
    return (
      <>
        <Meter value={run.progress} label={`Progress of run ${run.id}`} />
        <span className="app-small">{stageText(run)}</span>
      </>
    );
  return (
    <>
      {run.candidateVersion !== null && <strong>v{run.candidateVersion} </strong>}
      {run.reason}
    </>
  );
}

const COLUMNS: readonly Column<TrainingRunView>[] = [
  {
    key: 'id',
    header: 'Run',
    cell: ({ id, model }) => (
      <Link to="/models/$model/retraining/$runId" params={{ model, runId: id }} title={id}>
        <code>{id.slice(-8)}</code>
      </Link>
    ),
  },
  {
    key: 'model',
    header: 'Model',
    cell: ({ model }) => (
      <Link to="/models/$model" params={{ model }}>
        {model}
      </Link>
    ),
  },
  { key: 'trigger', header: 'Because of', cell: ({ trigger }) => trigger },
  { key: 'state', header: 'State', cell: ({ state }) => <VerdictWord verdict={state} /> },
  { key: 'result', header: 'Result', width: '36%', cell: (run) => <Result run={run} /> },
  { key: 'time', header: 'Took', numeric: true, cell: (run) => <Duration run={run} /> },
  { key: 'at', header: 'Asked', cell: ({ createdAt }) => <RelativeTime iso={createdAt} /> },
];

export function RunsTable({ runs, ofOneModel = false }: { runs: readonly TrainingRunView[]; ofOneModel?: boolean }) {
  return (
    <DataTable
      caption="Training runs, newest first"
      rows={runs}
      rowKey={({ id }) => id}
      columns={ofOneModel ? COLUMNS.filter(({ key }) => key !== 'model') : COLUMNS}
      none="No run fits."
    />
  );
}
