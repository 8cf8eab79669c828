import type { VersionView } from '@plumbline/contracts';
import { Panel, RelativeTime, StateMessage, VerdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ApiError } from '../../api/api-error';
import { versionQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { Person } from '../../shared/person';
import { VersionActions } from './version-actions';
import { VersionAdmission } from './version-admission';
import { VersionDetection } from './version-detection';
import { VersionDocument } from './version-documents';
import { VersionFiles } from './version-files';
import { VersionLineage } from './version-lineage';
import { VersionMetrics } from './version-metrics';
import { VersionSignature } from './version-signature';

function Born({ version }: { version: VersionView }) {
  const { fate, archived, bornBecause, createdBy, createdAt } = version;
  return (
    <Panel
      title={`Version ${version.version}`}
      aside={
        <>
          {archived && <VerdictWord verdict="archived" />}
          <VerdictWord verdict={fate} />
        </>
      }
    >
      <div className="app-stack">
        <div>
          <p className="app-wrap">{bornBecause || 'Nobody said why it was made.'}</p>
          <p className="app-muted app-small">
            Registered <RelativeTime iso={createdAt} /> by <Person who={createdBy} />
          </p>
          {archived && (
            <p className="app-small app-wrap">
              Archived <RelativeTime iso={archived.archivedAt} /> by <Person who={archived.actor} />: {archived.reason}
            </p>
          )}
        </div>
        <VersionActions version={version} />
      </div>
    </Panel>
  );
}

function Parts({ version }: { version: VersionView }) {
  return (
    <>
      <Born version={version} />
      <VersionMetrics version={version} />
      <div className="app-cols">
        <div className="app-stack">
          <VersionAdmission admission={version.admission} />
          <VersionFiles version={version} />
        </div>
        <VersionLineage version={version} />
      </div>
      <VersionDetection detection={version.detection} />
      <VersionSignature version={version} />
      <div className="app-cols">
        <VersionDocument version={version} kind="gate-report" />
        <VersionDocument version={version} kind="card" />
      </div>
    </>
  );
}

export function VersionPage() {
  const { model, version } = useParams({ from: '/shell/models/$model/versions/$version' });
  const found = useQuery(versionQuery(model, version));
  const isGone = found.error instanceof ApiError && found.error.status === 404 && !found.data;
  return (
    <>
      <Link to="/models/$model/versions" params={{ model }} activeOptions={{ exact: true }}>
        All versions of {model}
      </Link>
      {isGone ? (
        <StateMessage kind="empty" title={`There is no version ${version}`}>
          {found.error?.message}
        </StateMessage>
      ) : (
        <Loaded query={found} heightPx={520}>
          {(view) => <Parts key={`${view.model} ${view.version}`} version={view} />}
        </Loaded>
      )}
    </>
  );
}
