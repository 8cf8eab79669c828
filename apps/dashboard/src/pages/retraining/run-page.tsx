import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { trainingRunQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { RunDetail } from './run-detail';
import { isUnfinished } from './run-stages';

const WATCH_MS = 2_000;

export function RunPage() {
  const { model, runId } = useParams({ from: '/shell/models/$model/retraining/$runId' });
  const run = useQuery({
    ...trainingRunQuery(runId),
    refetchInterval: ({ state }) => (state.data && !isUnfinished(state.data) ? false : WATCH_MS),
  });
  return (
    <>
      <Link to="/models/$model/retraining" params={{ model }}>
        All runs of {model}
      </Link>
      <Loaded query={run} heightPx={420}>
        {(view) => <RunDetail run={view} />}
      </Loaded>
    </>
  );
}
