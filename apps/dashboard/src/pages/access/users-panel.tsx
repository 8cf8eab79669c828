import { Button } from '@mantine/core';
import type { UserView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime, StateMessage, VerdictWord } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { usersQuery } from '../../api/queries';
import { useSession } from '../../session/use-session';
import { ChangeDialog } from '../../shared/change-dialog';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';

function Change({ user, onClose }: { user: UserView; onClose: () => void }) {
  const enable = user.disabledAt !== null;
  return (
    <ChangeDialog
      title={`${enable ? 'Enable' : 'Disable'} ${user.name}`}
      consequence={
        enable
          ? `${user.name} may sign in again, with the role that the identity provider gives.`
          : `${user.name} is signed out everywhere within seconds; the person's sessions and tokens are refused.`
      }
      confirm={enable ? 'Enable' : 'Disable'}
      destructive={!enable}
      done={`${user.name} is ${enable ? 'enabled' : 'disabled'}.`}
      send={() => apiSend('PATCH', `/users/${segment(user.id)}`, { disabled: !enable })}
      onClose={onClose}
    />
  );
}

function UsersTable({ users, onChange }: { users: readonly UserView[]; onChange: (user: UserView) => void }) {
  const session = useSession();
  return (
    <DataTable
      caption="People who have signed in"
      rows={users}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: 'Person',
          cell: ({ id, name, issuer, subject }) => (
            <>
              <strong className="app-wrap" title={`${subject} at ${issuer}`}>
                {name}
              </strong>
              {session?.person === `user:${id}` && ' (you)'}
            </>
          ),
        },
        {
          key: 'state',
          header: 'State',
          cell: ({ disabledAt }) => <VerdictWord verdict={disabledAt ? 'disabled' : 'active'} />,
        },
        { key: 'role', header: 'Role', cell: ({ role }) => role },
        { key: 'seen', header: 'Last seen', cell: ({ lastSeenAt }) => <RelativeTime iso={lastSeenAt} /> },
        { key: 'since', header: 'Since', cell: ({ createdAt }) => <RelativeTime iso={createdAt} /> },
        {
          key: 'change',
          header: <span className="pl-hidden">Change</span>,
          cell: (user) => (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${user.disabledAt ? 'Enable' : 'Disable'} ${user.name}`}
              onClick={() => onChange(user)}
            >
              {user.disabledAt ? 'Enable' : 'Disable'}
            </Button>
          ),
        },
      ]}
    />
  );
}

export function UsersPanel() {
  const users = useInfiniteQuery(usersQuery());
  const [changing, setChanging] = useState<UserView | null>(null);
  return (
    <Panel title="People" note="Who has signed in at the identity provider, with the role from there.">
      <Loaded
        query={users}
        heightPx={120}
        empty={({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <StateMessage kind="empty" title="Nobody has signed in by name yet">
              People appear here when an identity provider is set (OIDC_ISSUER) and they sign in; until then everybody
              works with API tokens.
            </StateMessage>
          ) : null
        }
      >
        {({ pages }) => (
          <>
            <UsersTable users={pages.flatMap(({ items }) => items)} onChange={setChanging} />
            <LoadMore of={users} what="Load more people" />
          </>
        )}
      </Loaded>
      {changing && <Change user={changing} onClose={() => setChanging(null)} />}
    </Panel>
  );
}
