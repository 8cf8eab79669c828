import type { AliasView, ModelSummaryView } from '@plumbline/contracts';
import { DataTable, formatDecimal, formatInteger, formatShare, Panel, RelativeTime, StateMessage } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { aliasesQuery, modelQuery, reconciliationQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { Serving } from '../../shared/serving';
import { shellWord } from '../../shared/shell-word';
import { ChampionHistory } from './champion-history';
import { useModelName } from './use-model';

function ServingNow({ model }: { model: ModelSummaryView }) {
  const note = model.rolloutId && model.serving.length > 1 && (
    <Link to="/models/$model/rollouts/$rolloutId" params={{ model: model.name, rolloutId: model.rolloutId }}>
      Rollout in progress
    </Link>
  );
  return (
    <Panel title="Serving now" aside={note}>
      {model.championVersion === null ? (
        <StateMessage
          kind="empty"
          title="No version serves"
          commands={[
            `npx plumbline promote ${shellWord(model.name)} ${model.latestVersion ?? 1} --reason "first version"`,
          ]}
        >
          Promote one to champion; from then on it answers every request.
        </StateMessage>
      ) : (
        <Serving model={model} wide />
      )}
    </Panel>
  );
}

function Facts({ model }: { model: ModelSummaryView }) {
  return (
    <Panel title="About">
      <dl className="app-facts">
        <dt>Purpose</dt>
        <dd>{model.description || 'not described'}</dd>
        <dt>Owner</dt>
        <dd>{model.owner || 'nobody named'}</dd>
        <dt>Newest version</dt>
        <dd>{model.latestVersion === null ? 'none' : `v${model.latestVersion}`}</dd>
        <dt>Log loss</dt>
        <dd>{formatDecimal(model.logLoss)}</dd>
        <dt>Label coverage</dt>
        <dd>
          {formatShare(model.labelCoverage)} ({formatInteger(model.labelled)} of {formatInteger(model.predictions)})
        </dd>
        <dt>Known since</dt>
        <dd>
          <RelativeTime iso={model.createdAt} />
        </dd>
      </dl>
    </Panel>
  );
}

function Aliases({ name }: { name: string }) {
  const aliases = useQuery(aliasesQuery(name));
  return (
    <Panel title="Aliases">
      <Loaded query={aliases} heightPx={80}>
        {(rows) => (
          <DataTable
            caption="Aliases and the versions that they name"
            rows={rows}
            rowKey={({ alias }: AliasView) => alias}
            columns={[
              { key: 'alias', header: 'Alias', cell: ({ alias }) => <strong>{alias}</strong> },
              {
                key: 'version',
                header: 'Version',
                cell: ({ version }) => (
                  <Link to="/models/$model/versions/$version" params={{ model: name, version: String(version) }}>
                    v{version}
                  </Link>
                ),
              },
              { key: 'revision', header: 'Changes', numeric: true, cell: ({ revision }) => revision },
              { key: 'at', header: 'Changed', cell: ({ changedAt }) => <RelativeTime iso={changedAt} /> },
            ]}
            none="No alias is set."
          />
        )}
      </Loaded>
    </Panel>
  );
}

const COUNTS = [
  ['predictions', 'Predictions'],
  ['outcomes', 'Outcomes'],
  ['joined', 'Joined'],
  ['pending', 'Without outcome'],
  ['orphans', 'Outcomes without prediction'],
  ['deadLetters', 'Dead letters'],
] as const;

function Reconciliation({ name }: { name: string }) {
  const counts = useQuery(reconciliationQuery(name));
  return (
    <Panel title="Nothing lost" note="Every stored prediction is joined with its outcome or waits for it.">
      <Loaded query={counts} heightPx={60}>
        {(view) => (
          <dl className="app-figures">
            {COUNTS.map(([key, label]) => (
              <div key={key}>
                <dt>{label}</dt>
                <dd>{formatInteger(view[key])}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </Panel>
  );
}

export function SummaryTab() {
  const name = useModelName();
  const model = useQuery(modelQuery(name));
  return (
    <Loaded query={model}>
      {(view) => (
        <div className="app-cols">
          <div className="app-stack">
            <ServingNow model={view} />
            <Facts model={view} />
            <Reconciliation name={name} />
          </div>
          <div className="app-stack">
            <Aliases name={name} />
            <ChampionHistory name={name} />
          </div>
        </div>
      )}
    </Loaded>
  );
}
