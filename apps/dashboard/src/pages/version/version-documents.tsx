import type { DocumentView, VersionView } from '@plumbline/contracts';
import { DataTable, Digest, Panel, RelativeTime, StateMessage, VerdictWord } from '@plumbline/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError } from '../../api/api-error';
import { documentQuery, type DocumentKind } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { Person } from '../../shared/person';
import { cardSections, readGateReport, type CardSection, type GateRow } from './read-document';

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

function Json({ value }: { value: unknown }) {
  return <pre className="app-log">{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>;
}

function GateDetail({ gate }: { gate: GateRow }) {
  return (
    <>
      {gate.rule}
      {!isEmpty(gate.rest) && (
        <details className="app-explain app-small">
          <summary>Evidence</summary>
          <Json value={gate.rest} />
        </details>
      )}
    </>
  );
}

function GateReport({ body }: { body: unknown }) {
  const report = readGateReport(body);
  if (!report) return <Json value={body} />;
  return (
    <>
      <DataTable
        caption="Gates of the report"
        rows={report.gates.map((gate, i) => ({ ...gate, i }))}
        rowKey={({ i }) => String(i)}
        columns={[
          {
            key: 'gate',
            header: 'Gate',
            cell: ({ gate }) => <strong className="app-wrap">{gate.replaceAll(/[_:]/g, ' ')}</strong>,
          },
          { key: 'verdict', header: 'Verdict', cell: ({ verdict }) => <VerdictWord verdict={verdict} /> },
          { key: 'rule', header: 'Rule', width: '50%', cell: (gate) => <GateDetail gate={gate} /> },
        ]}
      />
      {!isEmpty(report.rest) && (
        <details className="app-explain app-gap">
          <summary>What else the report says</summary>
          <Json value={report.rest} />
        </details>
      )}
    </>
  );
}

function Section({ content }: Pick<CardSection, 'content'>) {
  if ('json' in content) return <Json value={content.json} />;
  if (content.texts.length === 1) return <p className="app-prose">{content.texts[0]}</p>;
  return (
    <ul className="app-prose">
      {content.texts.map((text, i) => (
        <li key={i}>{text}</li>
      ))}
    </ul>
  );
}

function Card({ body }: { body: unknown }) {
  return (
    <div>
      {cardSections(body).map(({ key, title, content }) => (
        <section key={key}>
          <h3 className="app-part">{title}</h3>
          <Section content={content} />
        </section>
      ))}
    </div>
  );
}

const KINDS: Readonly<
  Record<DocumentKind, { title: string; note: string; none: string; show: (body: unknown) => ReactNode }>
> = {
  card: {
    title: 'Card',
    note: 'What the model is for and where it ends.',
    none: 'No card yet',
    show: (body) => <Card body={body} />,
  },
  'gate-report': {
    title: 'Gate report',
    note: 'What the version was judged by before it was offered.',
    none: 'No gate report yet',
    show: (body) => <GateReport body={body} />,
  },
};

interface RevisionsProps {
  latest: number;
  shown: number;
  onChoose: (revision: number) => void;
  what: string;
}

function Revisions({ latest, shown, onChoose, what }: RevisionsProps) {
  if (latest === 1) return <span>revision 1</span>;
  return (
    <select
      className="app-select"
      aria-label={`Revision of the ${what}`}
      value={shown}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
    >
      {Array.from({ length: latest }, (_, i) => latest - i).map((revision) => (
        <option key={revision} value={revision}>
          revision {revision}
          {revision === latest ? ', the latest' : ''}
        </option>
      ))}
    </select>
  );
}

function Written({ document, title }: { document: DocumentView; title: string }) {
  return (
    <p className="app-muted app-small app-gap app-line">
      <span>
        Written <RelativeTime iso={document.createdAt} /> by <Person who={document.actor} />
      </span>
      <Digest digest={document.digest} of={`the ${title.toLowerCase()}`} />
    </p>
  );
}

/** A document with its revisions; they are added to, never overwritten. */
export function VersionDocument({ version, kind }: { version: VersionView; kind: DocumentKind }) {
  const [chosen, setChosen] = useState<number>();
  const latest = useQuery(documentQuery(version.model, version.version, kind));
  const older = useQuery({
    ...documentQuery(version.model, version.version, kind, chosen),
    enabled: chosen !== undefined && chosen !== latest.data?.revision,
    placeholderData: keepPreviousData,
  });
  const { title, note, none, show } = KINDS[kind];
  if (latest.error instanceof ApiError && latest.error.code === 'document_not_found' && !latest.data)
    return (
      <Panel title={title} note={note}>
        <StateMessage kind="empty" title={none}>
          <span className="app-wrap">{latest.error.message}</span>
        </StateMessage>
      </Panel>
    );
  const revision = latest.data?.revision ?? 1;
  const aside = latest.data && (
    <Revisions latest={revision} shown={chosen ?? revision} onChoose={setChosen} what={title.toLowerCase()} />
  );
  return (
    <Panel title={title} note={note} aside={aside}>
      <Loaded query={chosen === undefined || chosen === revision ? latest : older} heightPx={120}>
        {(document) => (
          <>
            {show(document.body)}
            <Written document={document} title={title} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
