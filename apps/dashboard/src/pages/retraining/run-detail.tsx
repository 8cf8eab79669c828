import type { TrainingRunView } from '@plumbline/contracts';
import { formatDecimal, formatInteger, Meter, Panel, RelativeTime, VerdictWord } from '@plumbline/ui';
import { GatesTable } from './gates-table';
import { isUnfinished, STAGES, stageStates, type StageState } from './run-stages';

const WORDS: Readonly<Record<StageState, string>> = { done: 'done', now: 'now', stopped: 'stopped here', later: '' };

function Stages({ run }: { run: TrainingRunView }) {
  const states = stageStates(run);
  return (
    <ol className="app-steps">
      {STAGES.map((stage, i) => {
        const state = states[i] ?? 'later';
        return (
          <li
            key={stage}
            className={state === 'stopped' ? 'now' : state}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <strong>{stage}</strong> <span className="app-muted app-small">{WORDS[state]}</span>
          </li>
        );
      })}
    </ol>
  );
}

const plain = (value: unknown): string => {
  if (typeof value === 'number') return Number.isInteger(value) ? formatInteger(value) : formatDecimal(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
};

function Entries({ values }: { values: Record<string, unknown> }) {
  return (
    <dl className="app-facts">
      {Object.entries(values).map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)}</dt>
          <dd>{plain(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Overview({ run }: { run: TrainingRunView }) {
  return (
    <Panel title={`Run ${run.id.slice(-8)}`} aside={<VerdictWord verdict={run.state} />}>
      <div className="app-stack">
        <p>
          Because of <strong>{run.trigger}</strong>, asked by {run.requestedBy} <RelativeTime iso={run.createdAt} />
          {run.championVersion !== null && `, to challenge v${run.championVersion}`}
          {run.candidateVersion !== null && `; registered as v${run.candidateVersion}`}.{run.reason && ` ${run.reason}`}
        </p>
        <Stages run={run} />
        {isUnfinished(run) && <Meter value={run.progress} label="Progress of the run" />}
      </div>
    </Panel>
  );
}

export function RunDetail({ run }: { run: TrainingRunView }) {
  const trigger = Object.keys(run.triggerDetail).length > 0 ? run.triggerDetail : null;
  return (
    <div className="app-stack">
      <Overview run={run} />
      {run.gates.length > 0 && (
        <Panel title="Gates" note="Only a pass of every gate registers a version; too little data is no pass.">
          <GatesTable gates={run.gates} />
        </Panel>
      )}
      <div className="app-cols">
        <Panel title="Log" aside={isUnfinished(run) ? 'follows' : undefined}>
          <pre className="app-log" tabIndex={0}>
            {run.log.trim() || 'Nothing logged yet.'}
          </pre>
        </Panel>
        <div className="app-stack">
          {run.snapshot && (
            <Panel title="Data snapshot">
              <Entries values={run.snapshot} />
            </Panel>
          )}
          {trigger && (
            <Panel title="Trigger">
              <Entries values={trigger} />
            </Panel>
          )}
        </div>
      </div>
    </div>
  );
}
