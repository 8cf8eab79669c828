import type { AliasResult, MoveAliasCommand } from '../aliases/move-alias';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { ProposeMove } from './propose-move';

type Move = Omit<MoveAliasCommand, 'actor' | 'reason'> & Partial<Pick<MoveAliasCommand, 'reason'>>;

/** An alias that is not protected, moved by an admin at once. */
export async function moveAsRoot(registry: RegistryUnitOfWork, move: Move): Promise<AliasResult> {
  const root = { actor: 'token:root', person: 'token:root', role: 'admin', approvalId: 'none' };
  const outcome = await new ProposeMove(registry).execute({ reason: 'because', ...move, ...root });
  if (outcome.kind !== 'moved') throw new TypeError(`${move.alias} is protected`);
  return outcome;
}
