import type { Session } from '../session/session';

const ID_CHARACTERS = 8;

/** Who may list people: the server shows them to nobody else. */
export const isFullAdmin = (session: Pick<Session, 'role' | 'models'> | undefined): boolean =>
  session?.role === 'admin' && session.models.includes('*');

/** @example personText('token:eve') === 'eve', personText('user:0190-aaaabbbb') === 'person …aaaabbbb' */
export function personText(who: string, name?: string): string {
  if (name) return name;
  const [kind, id = ''] = [who.slice(0, who.indexOf(':')), who.slice(who.indexOf(':') + 1)];
  if (kind === 'token') return id;
  if (kind === 'user') return `person …${id.slice(-ID_CHARACTERS)}`;
  return who;
}
