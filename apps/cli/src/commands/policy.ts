import type { Command } from 'commander';
import { UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { readBytes } from '../data/read-table';
import { modelPath } from '../server/paths';

interface PolicyRevision {
  readonly kind: string;
  readonly revision: number;
  readonly body: unknown;
}

function parseJson(bytes: Buffer, file: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

export function registerPolicy(program: Command, context: CliContext): void {
  const policy = program
    .command('policy')
    .description('rules that are data: monitor, label, gate, rollout, retraining');
  policy
    .command('get <model> [kind]')
    .description('the rules in force')
    .action(async (model: string, kind: string | undefined, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const answer = await session.connection.registry.json<unknown>(`${modelPath(model)}/policies`);
      const all = (Array.isArray(answer) ? answer : (answer as { items?: PolicyRevision[] }).items) as PolicyRevision[];
      const found = kind === undefined ? all : all.filter((one) => one.kind === kind);
      if (found.length === 0 && kind !== undefined)
        throw new UsageError(`there is no policy ${kind}; there are ${all.map((one) => one.kind).join(', ')}`);
      session.show(kind === undefined ? all : found[0], () =>
        found.map((one) => `${one.kind} (revision ${one.revision})\n${JSON.stringify(one.body, null, 2)}`).join('\n\n'),
      );
    });
  policy
    .command('set <model> <kind> <file.json>')
    .description('put a whole new revision of a rule in force; what the file leaves out is the default')
    .action(async (model: string, kind: string, file: string, _options: unknown, command: Command) => {
      const body = parseJson(await readBytes(file), file);
      const session = openSession(context, command);
      const path = `${modelPath(model)}/policies/${encodeURIComponent(kind)}`;
      const answer = await session.connection.registry.json<PolicyRevision>(path, { method: 'PUT', json: body });
      session.show(answer, () => `${kind} policy of ${model} is at revision ${answer.revision}`);
    });
}
