import type { VersionView } from '@plumbline/contracts';
import { DataTable, Digest, formatInteger, NOT_KNOWN, Panel, StateMessage } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';

type Lineage = VersionView['lineage'];

/** Made by a training run of the registry's own, whose page there is. */
function Run({ version, runId }: { version: VersionView; runId: string }) {
  const isOurs = version.source['runId'] === runId;
  if (!isOurs) return <code className="app-wrap">{runId}</code>;
  return (
    <Link to="/models/$model/retraining/$runId" params={{ model: version.model, runId }}>
      <code>{runId}</code>
    </Link>
  );
}

function Origin({ version }: { version: VersionView }) {
  const { trainer, parentVersion, codeCommit, runId } = version.lineage;
  return (
    <dl className="app-facts">
      <dt>Trainer</dt>
      <dd>{trainer ? `${trainer.name} ${trainer.version ?? ''}` : 'not told'}</dd>
      <dt>Parent version</dt>
      <dd>
        {parentVersion === undefined ? (
          'not told'
        ) : (
          <Link to="/models/$model/versions/$version" params={{ model: version.model, version: String(parentVersion) }}>
            v{parentVersion}
          </Link>
        )}
      </dd>
      <dt>Code commit</dt>
      <dd>{codeCommit ? <Digest digest={codeCommit} of="the code" /> : 'not told'}</dd>
      <dt>Run</dt>
      <dd>{runId ? <Run version={version} runId={runId} /> : 'not told'}</dd>
    </dl>
  );
}

function Parameters({ parameters }: { parameters: NonNullable<Lineage['parameters']> }) {
  return (
    <>
      <h3 className="app-part">Parameters</h3>
      <dl className="app-facts">
        {Object.entries(parameters).map(([name, value]) => (
          <Fragment key={name}>
            <dt className="app-wrap">{name}</dt>
            <dd>{value === null ? 'none' : String(value)}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

export function VersionLineage({ version }: { version: VersionView }) {
  const { data = [], parameters = {} } = version.lineage;
  if (Object.keys(version.lineage).length === 0)
    return (
      <Panel title="Lineage">
        <StateMessage kind="empty" title="Nobody told what it was made from">
          Push with --lineage, --commit and --parent to keep it.
        </StateMessage>
      </Panel>
    );
  return (
    <Panel title="Lineage">
      <Origin version={version} />
      {data.length > 0 && (
        <>
          <h3 className="app-part">Data snapshots</h3>
          <DataTable
            caption="Data that the version was made from"
            rows={data}
            rowKey={({ name, digest }) => `${name} ${digest}`}
            columns={[
              { key: 'name', header: 'Name', cell: ({ name }) => <span className="app-wrap">{name}</span> },
              {
                key: 'rows',
                header: 'Rows',
                numeric: true,
                cell: ({ rows }) => (rows === undefined ? NOT_KNOWN : formatInteger(rows)),
              },
              { key: 'digest', header: 'SHA-256', cell: ({ name, digest }) => <Digest digest={digest} of={name} /> },
            ]}
          />
        </>
      )}
      {Object.keys(parameters).length > 0 && <Parameters parameters={parameters} />}
    </Panel>
  );
}
