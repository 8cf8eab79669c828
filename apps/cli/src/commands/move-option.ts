import type { Command } from 'commander';
import { UsageError } from '../cli.errors';
import type { CliContext, Session } from '../context';
import { isAwaiting, waitForApproval, type MoveAnswer } from '../server/approvals';

export interface WaitOptions {
  readonly wait?: boolean;
  readonly timeout: string;
}

export const withWait = (command: Command): Command =>
  command
    .option('--wait', 'where approvals are needed, until they are there; exit 0 moved, 3 refused or void, 4 time-out')
    .option('--timeout <seconds>', 'how long to wait', '3600');

/** Shows that an alias moved, or what it waits for; with `--wait` until it did. */
export async function showMove(
  answer: MoveAnswer,
  done: string,
  { context, session, options }: { context: CliContext; session: Session; options: WaitOptions },
): Promise<void> {
  if (!isAwaiting(answer)) return session.show(answer, () => done);
  if (!options.wait) return session.show(answer, () => answer.detail);
  const timeoutMs = Number(options.timeout) * 1_000;
  if (!(timeoutMs > 0)) throw new UsageError(`--timeout ${options.timeout}: give seconds above 0`);
  context.stderr(`approval | ${answer.detail}`);
  const tell = (line: string): void => context.stderr(`approval | ${line}`);
  const approval = await waitForApproval(session.connection.registry, answer.approval.id, { timeoutMs, tell });
  session.show({ approval }, () => done);
}
