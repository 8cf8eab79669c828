import type { AliasView, Page } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import type { MoveAnswer } from '../server/approvals';
import { modelPath } from '../server/paths';
import { showMove, withWait, type WaitOptions } from './move-option';
import { parseVersion } from './promote';

interface SetOptions extends WaitOptions {
  readonly reason: string;
  readonly ifMatch?: string;
  readonly effectiveAt?: string;
}

const aliasPath = (model: string, alias: string): string => `${modelPath(model)}/aliases/${encodeURIComponent(alias)}`;

/** `0`: it must not exist yet. */
const matching = (revision: string | undefined): Record<string, string> =>
  revision === undefined ? {} : { 'if-match': `"${revision}"` };

function registerSet(alias: Command, context: CliContext): void {
  withWait(
    alias
      .command('set <model> <alias> <version>')
      .description('point an alias to a version')
      .requiredOption('--reason <text>', 'why, for the audit log')
      .option('--if-match <revision>', 'only if it is at this revision; 0: only if there is none')
      .option('--effective-at <time>', 'correct the history instead: it meant this version from that time on'),
  ).action(async (model: string, name: string, text: string, options: SetOptions, command: Command) => {
    const version = parseVersion(text);
    const { reason, effectiveAt } = options;
    const session = openSession(context, command);
    const answer = await session.connection.registry.json<MoveAnswer>(aliasPath(model, name), {
      method: 'PUT',
      json: { version, reason, ...(effectiveAt && { effectiveAt }) },
      headers: matching(options.ifMatch),
    });
    const done = effectiveAt
      ? `${name} of ${model}: version ${version} from ${effectiveAt} on is written down`
      : `${name} of ${model} is version ${version}`;
    await showMove(answer, done, { context, session, options });
  });
}

export function registerAlias(program: Command, context: CliContext): void {
  const alias = program.command('alias').description('names that point to versions: champion is what serves');
  registerSet(alias, context);
  alias
    .command('remove <model> <alias>')
    .description('take an alias away; its history stays')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--if-match <revision>', 'only if it is at this revision')
    .action(async (model: string, name: string, options: { reason: string; ifMatch?: string }, command: Command) => {
      const session = openSession(context, command);
      await session.connection.registry.json(aliasPath(model, name), {
        method: 'DELETE',
        json: { reason: options.reason },
        headers: matching(options.ifMatch),
      });
      session.show({ model, alias: name, removed: true }, () => `${name} of ${model} is gone`);
    });
  alias
    .command('list <model>')
    .description('all aliases of a model')
    .action(async (model: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const answer = await session.connection.registry.json<Page<AliasView>>(`${modelPath(model)}/aliases`);
      session.show(answer, () =>
        formatTable(
          ['alias', 'version', 'revision', 'since'],
          answer.items.map((one) => [one.alias, one.version, one.revision, one.changedAt]),
        ),
      );
    });
}
