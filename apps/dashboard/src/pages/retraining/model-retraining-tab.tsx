import { Panel, StateMessage } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { trainingRunsQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { RetrainButton } from './retrain-button';
import { RunDetail } from './run-detail';
import { isUnfinished } from './run-stages';
import { RunsTable } from './runs-table';
import { Suppressions } from './suppressions';

export function ModelRetrainingTab() {
  const model = useModelName();
  const runs = useQuery(trainingRunsQuery(model));
  return (
    <Loaded query={runs} heightPx={420}>
      {({ items, suppressions }) => (
        <div className="app-stack">
          {items.filter(isUnfinished).map((run) => (
            <RunDetail key={run.id} run={run} />
          ))}
          <Panel title="Runs" aside={<RetrainButton model={model} />}>
            {items.length === 0 ? (
              <StateMessage kind="empty" title="No run yet" commands={[`npx plumbline retrain ${model} --wait`]}>
                Drift or a loss of quality starts one by itself, when the policy allows it. Or start one:
              </StateMessage>
            ) : (
              <RunsTable runs={items} ofOneModel />
            )}
          </Panel>
          <Suppressions suppressions={suppressions} />
        </div>
      )}
    </Loaded>
  );
}
