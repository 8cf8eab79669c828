import type { AliasChangeView, Page } from '@plumbline/contracts';
import type { Command } from 'commander';
import { UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { itemsOf, modelPath } from '../server/paths';
import { promoteVersion } from '../server/push-version';

export function parseVersion(text: string): number {
  const version = Number(text.replace(/^v/, ''));
  if (!Number.isInteger(version) || version < 1) throw new UsageError(`${text} is not a version number such as 3`);
  return version;
}

export function registerPromote(program: Command, context: CliContext): void {
  program
    .command('promote <model> <version>')
    .description('make a version the champion: it serves from now on')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action(async (model: string, text: string, { reason }: { reason: string }, command: Command) => {
      const version = parseVersion(text);
      const session = openSession(context, command);
      const answer = await promoteVersion(session.connection.registry, model, version, reason);
      session.show(answer ?? { model, version }, () => `${model} version ${version} is champion`);
    });
  program
    .command('rollback <model>')
    .description('give the champion alias back to the version before')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action(async (model: string, { reason }: { reason: string }, command: Command) => {
      const session = openSession(context, command);
      const { registry } = session.connection;
      const answer = await registry.json<{ version?: number }>(`${modelPath(model)}/rollback`, { json: { reason } });
      session.show(answer, () => `${model} version ${answer.version ?? ''} is champion again`);
    });
  program
    .command('history <model>')
    .description('what served when, and why it changed')
    .option('--at <time>', 'what served at this time (ISO 8601)')
    .action(async (model: string, { at }: { at?: string }, command: Command) => {
      const session = openSession(context, command);
      const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`;
      const path = `${modelPath(model)}/aliases/champion/history${query}`;
      const answer = await session.connection.registry.json<Page<AliasChangeView> | AliasChangeView[]>(path);
      session.show(answer, () =>
        formatTable(
          ['when', 'action', 'version', 'before', 'by', 'reason'],
          itemsOf(answer).map((change) => [
            change.changedAt,
            change.action,
            change.version,
            change.previousVersion,
            change.actor,
            change.reason,
          ]),
        ),
      );
    });
}
