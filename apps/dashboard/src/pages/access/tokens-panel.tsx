import { Button } from '@mantine/core';
import type { TokenView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime, VerdictWord, type Column } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { tokensQuery } from '../../api/queries';
import { useSession } from '../../session/use-session';
import { ChangeDialog } from '../../shared/change-dialog';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';
import { Person } from '../../shared/person';
import { isFullAdmin } from '../../shared/person-text';
import { NewTokenDialog } from './new-token-dialog';

const When = ({ iso, none }: { iso: string | null; none: string }) =>
  iso === null ? <span className="app-muted">{none}</span> : <RelativeTime iso={iso} />;

function Scope({ models }: { models: readonly string[] }) {
  if (models.includes('*')) return <span className="app-muted">all</span>;
  return <span className="app-wrap">{models.join(', ')}</span>;
}

function columnsFor(me: string | undefined, revoke: (token: TokenView) => void): Column<TokenView>[] {
  return [
    {
      key: 'name',
      header: 'Token',
      cell: ({ name }) => (
        <>
          <strong className="app-wrap">{name}</strong>
          {name === me && <span className="app-muted"> (you are using it)</span>}
        </>
      ),
    },
    { key: 'state', header: 'State', cell: ({ state }) => <VerdictWord verdict={state} /> },
    { key: 'role', header: 'Role', cell: ({ role }) => role },
    {
      key: 'models',
      header: 'Models',
      cell: ({ models }) => <Scope models={models} />,
    },
    {
      key: 'by',
      header: 'Made',
      cell: ({ createdBy, createdAt }) => (
        <>
          <RelativeTime iso={createdAt} />
          <div className="app-muted app-small">
            <Person who={createdBy} />
          </div>
        </>
      ),
    },
    { key: 'used', header: 'Last used', cell: ({ lastUsedAt }) => <When iso={lastUsedAt} none="never" /> },
    {
      key: 'ends',
      header: 'Ends',
      cell: ({ expiresAt, revokedAt }) =>
        revokedAt ? (
          <>
            revoked <RelativeTime iso={revokedAt} />
          </>
        ) : (
          <When iso={expiresAt} none="never" />
        ),
    },
    {
      key: 'revoke',
      header: <span className="pl-hidden">Revoke</span>,
      cell: (token) =>
        token.state === 'live' && (
          <Button size="compact-sm" variant="default" aria-label={`Revoke ${token.name}`} onClick={() => revoke(token)}>
            Revoke
          </Button>
        ),
    },
  ];
}

function Revoke({ token, isMine, onClose }: { token: TokenView; isMine: boolean; onClose: () => void }) {
  return (
    <ChangeDialog
      title={`Revoke ${token.name}`}
      consequence={
        <>
          Requests with {token.name} are refused within seconds, and so are those with tokens that it made. This can not
          be undone.
          {isMine && <strong> You are signed in with it: you will be signed out.</strong>}
        </>
      }
      confirm="Revoke"
      destructive
      done={`${token.name} is revoked.`}
      send={() => apiSend('DELETE', `/tokens/${segment(token.id)}`)}
      onClose={onClose}
    />
  );
}

function StateFilter({ tokens }: { tokens: readonly TokenView[] }) {
  const live = tokens.filter(({ state }) => state === 'live').length;
  return (
    <div className="app-filters" role="group" aria-label="Tokens by state">
      <Link to="/access" search={{}} activeOptions={{ exact: true }} replace>
        <strong>{live}</strong> Live
      </Link>
      <Link to="/access" search={{ state: 'all' }} activeOptions={{ exact: true }} replace>
        <strong>{tokens.length}</strong> All
      </Link>
    </div>
  );
}

export function TokensPanel() {
  const session = useSession();
  const tokens = useInfiniteQuery(tokensQuery());
  const { state } = useSearch({ from: '/shell/access' });
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const me = session?.person.startsWith('token:') ? session.name : undefined;
  return (
    <Panel
      title="API tokens"
      aside={
        session && (
          <Button size="sm" onClick={() => setMaking(true)}>
            New token
          </Button>
        )
      }
      note={isFullAdmin(session) ? 'Everybody’s.' : 'Yours, and those that you made.'}
    >
      <Loaded query={tokens} heightPx={240}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          return (
            <div className="app-stack">
              <StateFilter tokens={all} />
              <DataTable
                caption="API tokens, newest first"
                rows={all.filter((token) => state === 'all' || token.state === 'live')}
                rowKey={({ id }) => id}
                columns={columnsFor(me, setRevoking)}
                none="No live token."
              />
              <LoadMore of={tokens} what="Load older tokens" />
            </div>
          );
        }}
      </Loaded>
      {making && session && <NewTokenDialog session={session} onClose={() => setMaking(false)} />}
      {revoking && <Revoke token={revoking} isMine={revoking.name === me} onClose={() => setRevoking(null)} />}
    </Panel>
  );
}
