import type { RolloutView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime, StateMessage, VerdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { rolloutsQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { isOpen, standing } from './rollout-advice';
import { RolloutDetail } from './rollout-detail';

function Past({ rollouts }: { rollouts: readonly RolloutView[] }) {
  return (
    <Panel title="Earlier rollouts">
      <DataTable
        caption="Ended rollouts, newest first"
        rows={rollouts}
        rowKey={({ id }) => id}
        none="None has ended yet."
        columns={[
          {
            key: 'versions',
            header: 'Versions',
            cell: ({ id, model, championVersion, candidateVersion }) => (
              <Link to="/models/$model/rollouts/$rolloutId" params={{ model, rolloutId: id }} className="app-nowrap">
                v{championVersion} → v{candidateVersion}
              </Link>
            ),
          },
          { key: 'state', header: 'State', cell: ({ state }) => <VerdictWord verdict={state} /> },
          { key: 'reason', header: 'Why', width: '48%', cell: ({ reason }) => reason },
          { key: 'started', header: 'Started', cell: ({ startedAt }) => <RelativeTime iso={startedAt} /> },
          { key: 'ended', header: 'Ended', cell: ({ endedAt }) => (endedAt ? <RelativeTime iso={endedAt} /> : '') },
        ]}
      />
    </Panel>
  );
}

function NoRollout({ model }: { model: string }) {
  return (
    <StateMessage
      kind="empty"
      title="No rollout is open"
      commands={[`npx plumbline rollout start ${model} --to VERSION --steps 10,25,50,100`]}
    >
      A rollout gives a candidate a growing share of the traffic and stops by itself when it is shown worse.
    </StateMessage>
  );
}

export function RolloutsTab() {
  const model = useModelName();
  const rollouts = useQuery(rolloutsQuery(model));
  return (
    <Loaded query={rollouts} heightPx={420}>
      {(all) => {
        const open = all.find(isOpen);
        return (
          <div className="app-stack">
            {open ? (
              <section aria-label="Open rollout" className="app-stack">
                <div className="app-title">
                  <h2 style={{ margin: 0, fontSize: 17 }}>
                    v{open.championVersion} → v{open.candidateVersion}
                  </h2>
                  <VerdictWord verdict={open.state} />
                  <span className="app-muted">{standing(open)}</span>
                </div>
                <RolloutDetail rollout={open} />
              </section>
            ) : (
              <NoRollout model={model} />
            )}
            <Past rollouts={all.filter((one) => !isOpen(one))} />
          </div>
        );
      }}
    </Loaded>
  );
}
