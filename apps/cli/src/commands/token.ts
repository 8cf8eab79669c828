import { ROLES, type NewTokenView, type TokenView } from '@plumbline/contracts';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { allItems } from '../server/paths';

const TOKENS = '/api/v1/tokens';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface CreateOptions {
  readonly role: string;
  readonly model?: string[];
  readonly expiresDays: number | 'never';
}

function parseDays(text: string): number | 'never' {
  if (text === 'never') return text;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('expected whole days, or never');
  return days;
}

const day = (time: string | null): string => time?.slice(0, 10) ?? '-';

function tableOf(tokens: readonly TokenView[]): string {
  const columns = ['name', 'role', 'models', 'state', 'made by', 'made', 'expires', 'last used', 'id'];
  return formatTable(
    columns,
    tokens.map((one) => [
      ...[one.name, one.role, one.models.join(','), one.state, one.createdBy],
      ...[day(one.createdAt), one.expiresAt === null ? 'never' : day(one.expiresAt), day(one.lastUsedAt), one.id],
    ]),
  );
}

function registerCreate(token: Command, context: CliContext): void {
  token
    .command('create <name>')
    .description('make a token; stdout is the token, which is shown only this once')
    .addOption(new Option('--role <role>', 'what it may do').choices([...ROLES]).makeOptionMandatory())
    .option('--model <name...>', 'only these models; names, or patterns such as churn-*')
    .option('--expires-days <days>', 'until it ends: 1 to 365, or never (admins)', parseDays, 90)
    .action(async (name: string, { role, model, expiresDays }: CreateOptions, command: Command) => {
      const session = openSession(context, command);
      const expiresInDays = expiresDays === 'never' ? null : expiresDays;
      const json = { name, role, expiresInDays, ...(model && { models: model }) };
      const made = await session.connection.registry.json<NewTokenView>(TOKENS, { method: 'POST', json });
      if (!session.json) context.stderr(`token ${made.name}, role ${made.role}, until ${made.expiresAt ?? 'revoked'}`);
      session.show(made, () => made.token);
    });
}

export function registerToken(program: Command, context: CliContext): void {
  const token = program.command('token').description('API tokens: made, listed, revoked');
  registerCreate(token, context);
  token
    .command('list')
    .description('your tokens; all of them for an admin')
    .option('--all', 'also those that have ended')
    .action(async ({ all = false }: { all?: boolean }, command: Command) => {
      const session = openSession(context, command);
      const tokens = await allItems<TokenView>(session.connection.registry, TOKENS);
      const shown = all ? tokens : tokens.filter(({ state }) => state === 'live');
      session.show(shown, () => tableOf(shown));
    });
  token
    .command('revoke <name-or-id>')
    .description('end a token, and those made with it, everywhere within 2 seconds')
    .action(async (nameOrId: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const { registry } = session.connection;
      const isLive = ({ name, state }: TokenView) => name === nameOrId && state === 'live';
      const id = UUID.test(nameOrId) ? nameOrId : (await allItems<TokenView>(registry, TOKENS)).find(isLive)?.id;
      if (id === undefined) throw new UsageError(`there is no live token ${nameOrId} that you may see`);
      await registry.send(`${TOKENS}/${id}`, { method: 'DELETE' });
      session.show({ id, revoked: true }, () => `revoked ${nameOrId}`);
    });
}
