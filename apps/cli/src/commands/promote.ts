import type { Command } from 'commander';
import { UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { isAwaiting, type MoveAnswer } from '../server/approvals';
import { modelPath } from '../server/paths';
import { promoteVersion } from '../server/push-version';
import { showMove, withWait, type WaitOptions } from './move-option';

export function parseVersion(text: string): number {
  const version = Number(text.replace(/^v/, ''));
  if (!Number.isInteger(version) || version < 1) throw new UsageError(`${text} is not a version number such as 3`);
  return version;
}

type Options = WaitOptions & { readonly reason: string };

export function registerPromote(program: Command, context: CliContext): void {
  withWait(
    program
      .command('promote <model> <version>')
      .description('make a version the champion: it serves from now on, or when the approvals are there')
      .requiredOption('--reason <text>', 'why, for the audit log'),
  ).action(async (model: string, text: string, options: Options, command: Command) => {
    const version = parseVersion(text);
    const session = openSession(context, command);
    const answer = await promoteVersion(session.connection.registry, model, version, options.reason);
    await showMove(answer, `${model} version ${version} is champion`, { context, session, options });
  });
  withWait(
    program
      .command('rollback <model>')
      .description('give the champion alias back to the version before')
      .requiredOption('--reason <text>', 'why, for the audit log'),
  ).action(async (model: string, options: Options, command: Command) => {
    const session = openSession(context, command);
    const { registry } = session.connection;
    const json = { reason: options.reason };
    const answer = await registry.json<MoveAnswer>(`${modelPath(model)}/rollback`, { json });
    const { version } = isAwaiting(answer) ? answer.approval : answer;
    await showMove(answer, `${model} version ${version} is champion again`, { context, session, options });
  });
}
