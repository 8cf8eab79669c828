import { Button } from '@mantine/core';
import type { DeadLetterView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime, StateMessage, ToneNote, type Column } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { deadLettersQuery } from '../../api/queries';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { DeadLetterRecord } from './dead-letter-record';
import { letterState, shortTopic, type LetterState } from './dead-letter-words';
import { ReplayAllButton, ReplayButton } from './replay-actions';

const columns = (open: (id: string) => void): readonly Column<DeadLetterView>[] => [
  { key: 'at', header: 'When', cell: ({ createdAt }) => <RelativeTime iso={createdAt} /> },
  { key: 'topic', header: 'Topic', cell: ({ topic }) => shortTopic(topic) },
  {
    key: 'model',
    header: 'Model',
    cell: ({ model }) =>
      model === null ? (
        <span className="app-muted">unknown</span>
      ) : (
        <Link to="/models/$model" params={{ model }}>
          {model}
        </Link>
      ),
  },
  {
    key: 'reason',
    header: 'Why it could not be used',
    width: '50%',
    cell: ({ reason }) => <span className="app-wrap">{reason}</span>,
  },
  {
    key: 'record',
    header: 'Record',
    cell: ({ id }) => (
      <Button size="compact-sm" variant="default" aria-label={`Record of dead letter ${id}`} onClick={() => open(id)}>
        Show
      </Button>
    ),
  },
  {
    key: 'again',
    header: 'Sent again',
    cell: (letter) =>
      letter.replayedAt === null ? (
        <ReplayButton letter={letter} />
      ) : (
        <span className="app-small" title={letter.replayReason ?? undefined}>
          <RelativeTime iso={letter.replayedAt} /> by {letter.replayedBy}
        </span>
      ),
  },
];

const STATES: readonly { state: LetterState; label: string }[] = [
  { state: 'waiting', label: 'Not sent again' },
  { state: 'replayed', label: 'Sent again' },
  { state: 'all', label: 'All' },
];
const TOPICS: readonly { topic: string | undefined; label: string }[] = [
  { topic: undefined, label: 'Both topics' },
  { topic: 'plumbline.predictions', label: 'Predictions' },
  { topic: 'plumbline.outcomes', label: 'Outcomes' },
];

function Filters() {
  return (
    <>
      <div className="app-filters" role="group" aria-label="Dead letters by state">
        {STATES.map(({ state, label }) => (
          <Link
            key={state}
            to="/dead-letters"
            search={(previous) => ({ ...previous, state: state === 'waiting' ? undefined : state })}
            activeOptions={{ exact: true }}
            replace
          >
            {label}
          </Link>
        ))}
      </div>
      <div className="app-filters" role="group" aria-label="Dead letters by topic">
        {TOPICS.map(({ topic, label }) => (
          <Link
            key={label}
            to="/dead-letters"
            search={(previous) => ({ ...previous, topic })}
            activeOptions={{ exact: true }}
            replace
          >
            {label}
          </Link>
        ))}
      </div>
    </>
  );
}

function None({ state }: { state: LetterState }) {
  if (state === 'waiting') return <ToneNote tone="good">Every event could be used, or was sent again.</ToneNote>;
  return (
    <StateMessage kind="empty" title="No such dead letter">
      Events that do not fit their contract or their model come here, with the reason.
    </StateMessage>
  );
}

export function DeadLettersPage() {
  const { state: text, model, topic } = useSearch({ from: '/shell/dead-letters' });
  const state = letterState(text);
  const replayed = state === 'all' ? undefined : state === 'replayed';
  const letters = useInfiniteQuery(deadLettersQuery({ model, topic, replayed }));
  const [shown, setShown] = useState<string | null>(null);
  const hasWaiting = state === 'waiting' && (letters.data?.pages[0]?.items.length ?? 0) > 0;
  return (
    <>
      <PageTitle title="Dead letters" />
      <Filters />
      <Panel
        title={model ? `Events of ${model} that could not be used` : 'Events that could not be used'}
        aside={hasWaiting && <ReplayAllButton model={model} topic={topic} />}
      >
        <Loaded query={letters} heightPx={360}>
          {({ pages }) => {
            const rows = pages.flatMap(({ items }) => items);
            if (rows.length === 0) return <None state={state} />;
            return (
              <>
                <DataTable caption="Dead letters" rows={rows} rowKey={({ id }) => id} columns={columns(setShown)} />
                <LoadMore of={letters} what="Load older" />
              </>
            );
          }}
        </Loaded>
      </Panel>
      {shown !== null && <DeadLetterRecord id={shown} onClose={() => setShown(null)} />}
    </>
  );
}
