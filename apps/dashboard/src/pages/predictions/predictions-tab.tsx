import { Button } from '@mantine/core';
import type { PredictionView } from '@plumbline/contracts';
import { DataTable, formatDecimal, Panel, RelativeTime, StateMessage, type Column } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { predictionsQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { keepPredictions, OUTCOME_FILTERS, outcomeState } from './prediction-filter';

const SHOWN_FEATURES = 4;

export function OutcomeWord({ prediction }: { prediction: PredictionView }) {
  const state = outcomeState(prediction);
  if (state === 'waiting') return <span className="app-muted">waiting</span>;
  const text = prediction.outcome?.label ?? '';
  if (state === 'known') return <span>{text}</span>;
  return (
    <span className={state === 'right' ? 'pl-tone-good' : 'pl-tone-bad'}>
      {text} ({state})
    </span>
  );
}

const COLUMNS: readonly Column<PredictionView>[] = [
  {
    key: 'id',
    header: 'Prediction',
    cell: ({ predictionId, model }) => (
      <Link to="/models/$model/predictions/$predictionId" params={{ model, predictionId }} title={predictionId}>
        <code>…{predictionId.slice(-12)}</code>
      </Link>
    ),
  },
  { key: 'at', header: 'Served', cell: ({ servedAt }) => <RelativeTime iso={servedAt} /> },
  {
    key: 'version',
    header: 'Version',
    cell: ({ version, arm }) => (
      <span className="app-nowrap">
        v{version} {arm && <span className="app-muted app-small">{arm}</span>}
      </span>
    ),
  },
  { key: 'score', header: 'Score', numeric: true, cell: ({ score }) => formatDecimal(score) },
  { key: 'label', header: 'Decided', cell: ({ label }) => label ?? '' },
  { key: 'outcome', header: 'Outcome', cell: (prediction) => <OutcomeWord prediction={prediction} /> },
  {
    key: 'features',
    header: 'First features',
    width: '40%',
    cell: ({ features }) => (
      <span className="app-muted app-small">
        {Object.entries(features)
          .slice(0, SHOWN_FEATURES)
          .map(([name, value]) => `${name} ${String(value)}`)
          .join(', ')}
      </span>
    ),
  },
];

function Filters({ model }: { model: string }) {
  return (
    <div className="app-filters" role="group" aria-label="Outcome">
      {OUTCOME_FILTERS.map(({ key, label }) => (
        <Link
          key={label}
          to="/models/$model/predictions"
          params={{ model }}
          search={(previous) => ({ ...previous, outcome: key })}
          activeOptions={{ exact: true }}
          replace
        >
          {label}
        </Link>
      ))}
    </div>
  );
}

export function PredictionsTab() {
  const model = useModelName();
  const { outcome } = useSearch({ from: '/shell/models/$model/predictions' });
  const predictions = useInfiniteQuery(predictionsQuery(model));
  return (
    <Loaded
      query={predictions}
      heightPx={480}
      empty={({ pages }) =>
        pages[0]?.items.length === 0 ? (
          <StateMessage kind="empty" title="No prediction yet" commands={[`npx plumbline predict ${model} rows.csv`]}>
            Send rows to the inference server:
          </StateMessage>
        ) : null
      }
    >
      {({ pages }) => {
        const all = pages.flatMap(({ items }) => items);
        const rows = keepPredictions(all, outcome);
        return (
          <Panel title="Latest predictions" aside={`${rows.length} of the ${all.length} loaded`}>
            <div className="app-stack">
              <Filters model={model} />
              <DataTable
                caption={`Latest predictions of ${model}`}
                rows={rows}
                rowKey={({ predictionId }) => predictionId}
                columns={COLUMNS}
                none="None of the loaded predictions fits the filter."
              />
              {predictions.hasNextPage && (
                <div>
                  <Button
                    variant="default"
                    size="sm"
                    loading={predictions.isFetchingNextPage}
                    onClick={() => void predictions.fetchNextPage()}
                  >
                    Load older
                  </Button>
                </div>
              )}
            </div>
          </Panel>
        );
      }}
    </Loaded>
  );
}
