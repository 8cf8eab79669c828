import type { ApprovalView } from '@plumbline/contracts';
import { Digest, Meter, RelativeTime, VerdictWord, verdictWord } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { Person } from '../../shared/person';
import { ApprovalActions } from './approval-actions';
import { progressText } from './approval-words';

/** `rejected` of a training run is a gate's word; here a person rejected. */
const verdictOf = (state: ApprovalView['state']): string => (state === 'rejected' ? 'refused' : state);

/** Why it is in this state, where no decision below says the same. */
const isNews = ({ state, stateReason, decisions }: ApprovalView): boolean =>
  state !== 'open' && stateReason !== '' && decisions.every(({ reason }) => reason !== stateReason);

const DID = { approve: 'approved', reject: 'rejected', withdraw: 'withdrew' } as const;

function BoundTo({ approval }: { approval: ApprovalView }) {
  const { artifactDigest, gateReportDigest, cardRevision, aliasRevision } = approval.boundTo;
  const isOpen = approval.state === 'open';
  return (
    <details className="app-explain app-small">
      <summary>What exactly it {isOpen ? 'is' : 'was'} about</summary>
      <dl className="app-facts app-gap">
        <dt>Files</dt>
        <dd>
          <Digest digest={artifactDigest} of={`the files of version ${approval.version}`} />
        </dd>
        <dt>Gate report</dt>
        <dd>
          {gateReportDigest === null ? (
            'none'
          ) : (
            <Digest digest={gateReportDigest} of={`the gate report of version ${approval.version}`} />
          )}
        </dd>
        <dt>Card</dt>
        <dd>{cardRevision === 0 ? 'none' : `revision ${cardRevision}`}</dd>
        <dt>Alias</dt>
        <dd>{aliasRevision === 0 ? 'not set yet' : `at change ${aliasRevision}`}</dd>
      </dl>
      {isOpen && <p>When any of these changes, the request is void.</p>}
    </details>
  );
}

function Decisions({ approval: { decisions } }: { approval: ApprovalView }) {
  if (decisions.length === 0) return null;
  return (
    <ul className="app-decisions app-small">
      {decisions.map(({ by, decision, reason, at }) => (
        <li key={`${by} ${at}`}>
          <strong>
            <Person who={by} />
          </strong>{' '}
          {DID[decision]} <RelativeTime iso={at} />: <span className="app-muted app-wrap">{reason}</span>
        </li>
      ))}
    </ul>
  );
}

export function ApprovalItem({ approval }: { approval: ApprovalView }) {
  const { id, model, version, alias, requester, reason, state, stateReason, createdAt, closedAt } = approval;
  return (
    <li id={id}>
      <article className="app-approval" aria-label={`v${version} as ${alias} of ${model}`}>
        <div className="app-stack-small">
          <h3 className="app-line">
            <span className="app-wrap">
              <Link to="/models/$model/versions/$version" params={{ model, version: String(version) }}>
                v{version}
              </Link>{' '}
              as {alias} of{' '}
              <Link to="/models/$model" params={{ model }}>
                {model}
              </Link>
            </span>
            <VerdictWord verdict={verdictOf(state)} />
          </h3>
          <p className="app-wrap">{reason}</p>
          <p className="app-muted app-small">
            <Person who={requester} /> asked <RelativeTime iso={createdAt} />
            {closedAt && (
              <>
                ; closed <RelativeTime iso={closedAt} />
              </>
            )}
          </p>
          {isNews(approval) && (
            <p className="app-small app-wrap">{`${verdictWord(verdictOf(state))}: ${stateReason}`}</p>
          )}
          <Decisions approval={approval} />
          <BoundTo approval={approval} />
        </div>
        <div className="app-stack-small">
          <div>
            <Meter
              value={approval.approvals / approval.approvalsNeeded}
              label={`Approvals of v${version} as ${alias} of ${model}`}
              tone={state === 'open' || approval.approvals >= approval.approvalsNeeded ? 'good' : 'muted'}
            />
            <p className="app-small app-under">{progressText(approval)}</p>
          </div>
          <ApprovalActions approval={approval} />
        </div>
      </article>
    </li>
  );
}
