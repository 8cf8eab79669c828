import { useSession } from '../../session/use-session';
import { PageTitle } from '../../shared/page-title';
import { isFullAdmin } from '../../shared/person-text';
import { TokensPanel } from './tokens-panel';
import { UsersPanel } from './users-panel';

export function AccessPage() {
  const session = useSession();
  return (
    <>
      <PageTitle title="Access" />
      <TokensPanel />
      {isFullAdmin(session) && <UsersPanel />}
    </>
  );
}
