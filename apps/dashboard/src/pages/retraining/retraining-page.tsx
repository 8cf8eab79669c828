import type { TrainingRunView } from '@plumbline/contracts';
import { Panel, StateMessage, verdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { trainingRunsQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { RunsTable } from './runs-table';
import { Suppressions } from './suppressions';

const STATES: readonly TrainingRunView['state'][] = [
  'queued',
  'running',
  'registered',
  'rejected',
  'failed',
  'cancelled',
];

function Filters({ runs }: { runs: readonly TrainingRunView[] }) {
  const counts = STATES.map((state) => ({ state, n: runs.filter((run) => run.state === state).length }));
  return (
    <div className="app-filters" role="group" aria-label="Runs by state">
      <Link to="/retraining" search={{}} activeOptions={{ exact: true }} replace>
        <strong>{runs.length}</strong> All
      </Link>
      {counts
        .filter(({ n }) => n > 0)
        .map(({ state, n }) => (
          <Link key={state} to="/retraining" search={{ state }} activeOptions={{ exact: true }} replace>
            <strong>{n}</strong> {verdictWord(state)}
          </Link>
        ))}
    </div>
  );
}

export function RetrainingPage() {
  const runs = useQuery(trainingRunsQuery());
  const { state } = useSearch({ from: '/shell/retraining' });
  return (
    <>
      <PageTitle title="Retraining" />
      <Loaded
        query={runs}
        heightPx={420}
        empty={({ items, suppressions }) =>
          items.length + suppressions.length === 0 ? (
            <StateMessage kind="empty" title="No run yet" commands={['npx plumbline retrain MODEL --wait']}>
              Drift or a loss of quality starts a run by itself, when the model&apos;s policy allows it. Or start one:
            </StateMessage>
          ) : null
        }
      >
        {({ items, suppressions }) => (
          <>
            <Filters runs={items} />
            <Panel title="Runs">
              <RunsTable runs={items.filter((run) => state === undefined || run.state === state)} />
            </Panel>
            <Suppressions suppressions={suppressions} />
          </>
        )}
      </Loaded>
    </>
  );
}
