import type { AliasChangeView } from '@plumbline/contracts';
import { Panel, RelativeTime } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { historyQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';

const WORDS: Readonly<Record<AliasChangeView['action'], string>> = {
  promote: 'promoted',
  rollback: 'rolled back to',
  remove: 'taken away',
  set: 'set',
};

function Change({ change }: { change: AliasChangeView }) {
  const { version, previousVersion, action, reason, actor, changedAt } = change;
  return (
    <li>
      <div className="app-grow">
        <div>
          <strong>v{version}</strong> {WORDS[action]}
          {previousVersion !== null && <span className="app-muted"> after v{previousVersion}</span>}
        </div>
        <div className="app-muted app-small">
          {reason} · {actor}
        </div>
      </div>
      <span className="app-muted app-small">
        <RelativeTime iso={changedAt} />
      </span>
    </li>
  );
}

export function ChampionHistory({ name }: { name: string }) {
  const history = useQuery(historyQuery(name));
  return (
    <Panel title="Champion history">
      <Loaded query={history} heightPx={120}>
        {(changes) =>
          changes.length === 0 ? (
            <p className="app-muted">No version has been champion yet.</p>
          ) : (
            <ol className="app-list">
              {[...changes]
                .sort((a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt))
                .map((change) => (
                  <Change key={`${change.changedAt} ${change.version}`} change={change} />
                ))}
            </ol>
          )
        }
      </Loaded>
    </Panel>
  );
}
