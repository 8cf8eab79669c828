import type { AliasChangeView } from '@plumbline/contracts';
import { Digest, formatAbsolute, Panel, RelativeTime } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { historyQuery } from '../../api/queries';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';
import { Person } from '../../shared/person';
import { ChampionAt } from './champion-at';
import { changeWords, isRecordedLater } from './history-words';

function People({ names }: { names: readonly string[] }) {
  return names.map((who, i) => (
    <span key={who}>
      {i > 0 && ', '}
      <Person who={who} />
    </span>
  ));
}

function Evidence({ name, change: { evidence, version } }: { name: string; change: AliasChangeView }) {
  const { approvalId, approvers = [], gateReportDigest, rolloutId, emergencyBrake, cardRevision } = evidence;
  return (
    <div className="app-muted app-small app-line">
      {approvalId && (
        <span>
          <Link to="/approvals" search={{ state: 'all' }} hash={approvalId} title={approvalId}>
            Approved
          </Link>
          {approvers.length > 0 && (
            <>
              {' '}
              by <People names={approvers} />
            </>
          )}
        </span>
      )}
      {rolloutId && (
        <Link to="/models/$model/rollouts/$rolloutId" params={{ model: name, rolloutId }}>
          Rollout
        </Link>
      )}
      {gateReportDigest && (
        <span className="app-line">
          gate report <Digest digest={gateReportDigest} of={`the gate report of version ${version}`} />
        </span>
      )}
      {cardRevision !== undefined && cardRevision > 0 && <span>card revision {cardRevision}</span>}
      {emergencyBrake && <span>emergency brake: waited for nobody</span>}
    </div>
  );
}

function Change({ name, change }: { name: string; change: AliasChangeView }) {
  const { version, reason, actor, changedAt, effectiveAt } = change;
  return (
    <li>
      <div className="app-grow">
        <div>
          {version === null ? (
            <strong>No version</strong>
          ) : (
            <Link
              to="/models/$model/versions/$version"
              params={{ model: name, version: String(version) }}
              className="app-strong"
            >
              v{version}
            </Link>
          )}{' '}
          <span className="app-muted">{changeWords(change)}</span>
        </div>
        <div className="app-muted app-small">
          {reason} · <Person who={actor} />
        </div>
        <Evidence name={name} change={change} />
        {isRecordedLater(change) && (
          <div
            className="app-small"
            title={`In effect ${formatAbsolute(effectiveAt)}; recorded ${formatAbsolute(changedAt)}`}
          >
            In effect <RelativeTime iso={effectiveAt} />, written down only <RelativeTime iso={changedAt} />
          </div>
        )}
      </div>
      <span className="app-muted app-small">
        <RelativeTime iso={effectiveAt} />
      </span>
    </li>
  );
}

/** By the time from which each change was true; where that is not when it was written down, both are shown. */
export function ChampionHistory({ name }: { name: string }) {
  const history = useInfiniteQuery(historyQuery(name));
  return (
    <Panel title="Champion history">
      <Loaded query={history} heightPx={120}>
        {({ pages }) => {
          const changes = pages.flatMap(({ items }) => items);
          if (changes.length === 0) return <p className="app-muted">No version has been champion yet.</p>;
          return (
            <>
              <ChampionAt name={name} />
              <ol className="app-list">
                {changes.map((change, i) => (
                  <Change key={`${change.changedAt} ${i}`} name={name} change={change} />
                ))}
              </ol>
              <LoadMore of={history} what="Load older changes" />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
