import { useInfiniteQuery } from '@tanstack/react-query';
import { usersQuery } from '../api/queries';
import { useSession } from '../session/use-session';
import { isFullAdmin, personText } from './person-text';

/** Who did it: a name where it is known, and whether that is you. */
export function Person({ who }: { who: string }) {
  const session = useSession();
  const isUser = who.startsWith('user:');
  const users = useInfiniteQuery({ ...usersQuery(), enabled: isUser && isFullAdmin(session) });
  const names = users.data?.pages.flatMap(({ items }) => items) ?? [];
  const name = names.find(({ id }) => `user:${id}` === who)?.name;
  return (
    <span className="app-wrap" title={who}>
      {personText(who, name)}
      {session?.person === who && ' (you)'}
    </span>
  );
}
