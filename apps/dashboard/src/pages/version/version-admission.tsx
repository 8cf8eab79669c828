import type { VersionView } from '@plumbline/contracts';
import { formatBytes, formatInteger, Panel, StateMessage, ToneNote } from '@plumbline/ui';
import type { ReactNode } from 'react';

type Admission = NonNullable<VersionView['admission']>;

const milliseconds = (ms: number): string => `${ms < 10 ? ms.toPrecision(2) : Math.round(ms)}\u202fms`;

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Engine({ engine, runtime }: Pick<Admission, 'engine' | 'runtime'>) {
  if (!engine) return <p className="app-muted">Tried with {runtime}.</p>;
  if (engine.name === 'trees')
    return (
      <ToneNote tone="good">
        Served by compiled trees: equal to {runtime} to the last bit on all {formatInteger(engine.comparedRows)} rows
        compared.
      </ToneNote>
    );
  return (
    <ToneNote tone="muted">
      Served by {runtime}
      {engine.comparedRows > 0 && `; compiled trees were not equal on ${formatInteger(engine.comparedRows)} rows`}.
    </ToneNote>
  );
}

export function VersionAdmission({ admission }: { admission: Admission | null }) {
  if (admission === null)
    return (
      <Panel title="Admission trial">
        <StateMessage kind="empty" title="Not kept">
          This version was registered before every file was tried.
        </StateMessage>
      </Panel>
    );
  const { loadMs, latencyMs, rowsPerSecond, memoryBytes, rows, engine, runtime } = admission;
  return (
    <Panel
      title="Admission trial"
      note={`Loaded and run in a process of its own, with limits, before it was registered${rows > 0 ? `; on ${formatInteger(rows)} reference rows` : ''}.`}
    >
      <dl className="app-figures">
        <Figure label="Load">{milliseconds(loadMs)}</Figure>
        <Figure label="A row, p50">{milliseconds(latencyMs.p50)}</Figure>
        <Figure label="A row, p95">{milliseconds(latencyMs.p95)}</Figure>
        <Figure label="Rows a second">{formatInteger(rowsPerSecond)}</Figure>
        <Figure label="Memory">{formatBytes(memoryBytes)}</Figure>
      </dl>
      <div className="app-gap">
        <Engine engine={engine} runtime={runtime} />
      </div>
    </Panel>
  );
}
