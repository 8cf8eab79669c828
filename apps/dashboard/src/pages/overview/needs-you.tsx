import type { ModelSummaryView, RolloutView } from '@plumbline/contracts';
import { Panel, StatusWord, ToneNote } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { alertsQuery } from '../../api/queries';
import { AlertLine } from '../../shared/alert-line';
import { Loaded } from '../../shared/loaded';
import { useOpenRollouts } from './use-open-rollouts';

const SEVERITIES = ['info', 'warning', 'critical'];
const SHOWN = 6;

function PausedRollout({ rollout }: { rollout: RolloutView }) {
  const { model, id, candidateVersion, setSharePercent, reason } = rollout;
  return (
    <li>
      <span className="app-lead">
        <StatusWord status="paused" />
      </span>
      <div className="app-grow">
        <div className="app-strong">
          {model}: the rollout of v{candidateVersion} is paused at {setSharePercent} %
        </div>
        <div className="app-muted app-small">{reason}</div>
      </div>
      <Link to="/models/$model/rollouts/$rolloutId" params={{ model, rolloutId: id }}>
        Decide
      </Link>
    </li>
  );
}

/** Open alerts, worst first, and rollouts that wait for a person. */
export function NeedsYou({ models }: { models: readonly ModelSummaryView[] }) {
  const alerts = useQuery(alertsQuery());
  const paused = useOpenRollouts(models).filter(({ state }) => state === 'paused');
  return (
    <Panel title="Needs you" aside={<Link to="/alerts">All alerts</Link>}>
      <Loaded query={alerts} heightPx={90}>
        {(all) => {
          const open = all
            .filter(({ resolvedAt }) => resolvedAt === null)
            .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
          if (open.length + paused.length === 0)
            return <ToneNote tone="good">Nothing: no open alert and no rollout that waits for a person.</ToneNote>;
          return (
            <ul className="app-list">
              {paused.map((rollout) => (
                <PausedRollout key={rollout.id} rollout={rollout} />
              ))}
              {open.slice(0, SHOWN).map((alert) => (
                <AlertLine key={alert.id} alert={alert} />
              ))}
              {open.length > SHOWN && (
                <li>
                  <Link to="/alerts">{open.length - SHOWN} more open alerts</Link>
                </li>
              )}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}
