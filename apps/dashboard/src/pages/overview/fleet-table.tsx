import type { ModelSummaryView } from '@plumbline/contracts';
import { DataTable, formatDecimal, formatInteger, formatShare, Panel, StatusWord, type Column } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { Serving, SimulatedBadge } from '../../shared/serving';

const LONG_NAME = 32;

function Name({ model }: { model: ModelSummaryView }) {
  return (
    <div>
      <Link
        to="/models/$model"
        params={{ model: model.name }}
        className={`app-strong ${model.name.length > LONG_NAME ? 'app-wrap' : 'app-nowrap'}`}
      >
        {model.name}
      </Link>{' '}
      {model.simulated && <SimulatedBadge />}
      {model.owner && <div className="app-muted app-small">{model.owner}</div>}
    </div>
  );
}

function Drift({ model: { name, driftedFeatures, testedFeatures } }: { model: ModelSummaryView }) {
  if (driftedFeatures === null || testedFeatures === null) return <span className="app-muted">not tested</span>;
  return (
    <Link to="/models/$model/drift" params={{ model: name }}>
      {driftedFeatures} of {testedFeatures}
    </Link>
  );
}

const COLUMNS: readonly Column<ModelSummaryView>[] = [
  { key: 'name', header: 'Model', cell: (model) => <Name model={model} /> },
  {
    key: 'status',
    header: 'Status',
    width: '30%',
    cell: ({ status, statusReason }) => (
      <div>
        <StatusWord status={status} />
        <div className="app-muted app-small">{statusReason}</div>
      </div>
    ),
  },
  { key: 'serving', header: 'Serving now', width: '230px', cell: (model) => <Serving model={model} wide /> },
  { key: 'drift', header: 'Drifted features', numeric: true, cell: (model) => <Drift model={model} /> },
  { key: 'loss', header: 'Log loss', numeric: true, cell: ({ logLoss }) => formatDecimal(logLoss) },
  { key: 'predictions', header: 'Predictions', numeric: true, cell: ({ predictions }) => formatInteger(predictions) },
  {
    key: 'labels',
    header: 'Label coverage',
    numeric: true,
    cell: ({ labelCoverage, labelled }) => (
      <span title={`${formatInteger(labelled)} outcomes known`}>{formatShare(labelCoverage, 0)}</span>
    ),
  },
];

export function FleetTable({ models, status }: { models: readonly ModelSummaryView[]; status: string | undefined }) {
  const rows = status ? models.filter((model) => model.status === status) : models;
  return (
    <Panel
      title="Fleet"
      aside={
        status ? `${rows.length} of ${models.length} models` : `${models.length} model${models.length === 1 ? '' : 's'}`
      }
    >
      <DataTable
        caption="All models: status, serving versions, drift, performance and labels"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ name }) => name}
        none={
          <>
            No model has this status. <Link to="/">Show all</Link>
          </>
        }
      />
    </Panel>
  );
}
