import { rolesCoveredBy, type NewTokenBody } from '@plumbline/contracts';
import {
  actorOf,
  ADMIN_TOKEN_NAME,
  mayGrantModels,
  ModelForbiddenError,
  NotAllowedError,
  type Identity,
} from '@plumbline/platform';
import { StartTokenError } from './token.errors';

const DAY_MS = 86_400_000;

export interface TokenGrant {
  readonly createdBy: string;
  /** Whose account ends it; null for a token that a token made. */
  readonly userId: string | null;
  readonly expiresAt: Date | null;
  /** Token that it may not outlive. */
  readonly makerTokenId: string | null;
}

export const isFullAdmin = ({ role, models }: Pick<Identity, 'role' | 'models'>): boolean =>
  role === 'admin' && models.includes('*');

/** A token of a person's desk may make tokens for programs; those make none, so that a revocation reaches all of them. */
const maySpawn = ({ user, person, name }: Identity): boolean => user !== undefined || person === `token:${name}`;

/** What a maker may give: nothing that it may not do itself. @throws NotAllowedError, ModelForbiddenError, StartTokenError */
export function grantToken(maker: Identity, body: NewTokenBody, now: Date): TokenGrant {
  const covered = rolesCoveredBy(maker.role);
  if (!maySpawn(maker)) throw new NotAllowedError('A token that somebody made for a program makes no tokens.');
  if (!covered.includes(body.role))
    throw new NotAllowedError(`Role ${maker.role} may make tokens of ${covered.join(', ')}, not of ${body.role}.`);
  const tooWide = body.models.find((pattern) => !mayGrantModels(maker, pattern));
  if (tooWide !== undefined) throw new ModelForbiddenError(maker.models, tooWide);
  if (body.expiresInDays === null && !isFullAdmin(maker))
    throw new NotAllowedError('Only an admin may make a token that never expires.');
  if (body.name === ADMIN_TOKEN_NAME) throw new StartTokenError();
  return {
    createdBy: actorOf(maker),
    userId: maker.user?.id ?? null,
    expiresAt: body.expiresInDays === null ? null : new Date(now.getTime() + body.expiresInDays * DAY_MS),
    makerTokenId: maker.user ? null : maker.id,
  };
}
