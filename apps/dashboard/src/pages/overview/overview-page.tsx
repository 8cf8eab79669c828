import { StateMessage } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { modelsQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { FleetTable } from './fleet-table';
import { NeedsYou } from './needs-you';
import { RunningRollouts } from './running-rollouts';
import { StatusFilter } from './status-filter';
import { WhatChanged } from './what-changed';

const FIRST_COMMANDS = [
  'npx plumbline train --name my-model --data train.csv --label target',
  'npx plumbline promote my-model 1 --reason "first version"',
  'npx plumbline replay my-model rows.csv --label target --order row',
];

function NoModels() {
  return (
    <StateMessage kind="empty" title="No models yet" commands={FIRST_COMMANDS}>
      Train or push a first version, let it serve, then send it rows and their outcomes:
    </StateMessage>
  );
}

export function OverviewPage() {
  const { status } = useSearch({ from: '/shell/' });
  const models = useQuery(modelsQuery());
  return (
    <>
      <PageTitle title="Overview" />
      <Loaded query={models} heightPx={480} empty={(all) => (all.length === 0 ? <NoModels /> : null)}>
        {(all) => (
          <>
            <StatusFilter models={all} chosen={status} />
            <div className="app-cols app-cols-wide">
              <NeedsYou models={all} />
              <RunningRollouts models={all} />
            </div>
            <FleetTable models={all} status={status} />
            <WhatChanged />
          </>
        )}
      </Loaded>
    </>
  );
}
