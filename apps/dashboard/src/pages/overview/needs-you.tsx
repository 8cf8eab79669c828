import type { ApprovalView, ModelSummaryView, RolloutView } from '@plumbline/contracts';
import { Panel, RelativeTime, StatusWord, ToneNote, VerdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { firingAlertsQuery, openApprovalsQuery } from '../../api/queries';
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

function WaitingApproval({ approval }: { approval: ApprovalView }) {
  const { id, model, version, alias, approvals, approvalsNeeded, reason, createdAt } = approval;
  return (
    <li>
      <span className="app-lead">
        <VerdictWord verdict="open" word="Approval" />
      </span>
      <div className="app-grow">
        <div className="app-strong">
          {model}: v{version} as {alias} has {approvals} of {approvalsNeeded} approval{approvalsNeeded === 1 ? '' : 's'}
        </div>
        <div className="app-muted app-small">
          {reason} · <RelativeTime iso={createdAt} />
        </div>
      </div>
      <Link to="/approvals" hash={id}>
        Decide
      </Link>
    </li>
  );
}

/** Open alerts, worst first, and what waits for a person. */
export function NeedsYou({ models }: { models: readonly ModelSummaryView[] }) {
  const alerts = useQuery(firingAlertsQuery());
  const paused = useOpenRollouts(models).filter(({ state }) => state === 'paused');
  const { data: approvals = [] } = useQuery(openApprovalsQuery());
  return (
    <Panel title="Needs you" aside={<Link to="/alerts">All alerts</Link>}>
      <Loaded query={alerts} heightPx={90}>
        {(firing) => {
          const open = [...firing].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
          if (open.length + paused.length + approvals.length === 0)
            return <ToneNote tone="good">Nothing: no open alert, and nothing waits for a person.</ToneNote>;
          return (
            <ul className="app-list">
              {paused.map((rollout) => (
                <PausedRollout key={rollout.id} rollout={rollout} />
              ))}
              {approvals.slice(0, SHOWN).map((approval) => (
                <WaitingApproval key={approval.id} approval={approval} />
              ))}
              {approvals.length > SHOWN && (
                <li>
                  <Link to="/approvals">{approvals.length - SHOWN} more open requests for approval</Link>
                </li>
              )}
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
