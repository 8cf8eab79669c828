import { Panel, RelativeTime } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recentAuditQuery } from '../../api/queries';
import { useLive } from '../../live/live-context';
import { Loaded } from '../../shared/loaded';
import { recentChanges } from './recent-changes';

const SHOWN = 10;

export function WhatChanged() {
  const audit = useQuery(recentAuditQuery());
  const { events } = useLive();
  return (
    <Panel title="What changed" aside={<Link to="/audit">Audit log</Link>}>
      <Loaded query={audit} heightPx={240}>
        {(entries) => (
          <ul className="app-list">
            {recentChanges(entries, events, SHOWN).map(({ key, at, model, what, why, who }) => (
              <li key={key}>
                <div className="app-grow">
                  <div>
                    {model && (
                      <Link to="/models/$model" params={{ model }}>
                        {model}
                      </Link>
                    )}{' '}
                    <span className="app-strong">{what}</span>
                  </div>
                  <div className="app-muted app-small">
                    {why && `${why} · `}
                    {who}
                  </div>
                </div>
                <span className="app-muted app-small">
                  <RelativeTime iso={at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}
