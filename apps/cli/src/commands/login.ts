import type { Role } from '@plumbline/contracts';
import type { Command } from 'commander';
import { CliError, EXIT, UsageError } from '../cli.errors';
import { openSession, show, type CliContext } from '../context';
import { credentials } from '../login/credentials';
import { readSecret } from '../login/read-secret';
import { ApiClient } from '../server/api-client';
import { withoutSlash } from '../server/connection';

interface WhoAmI {
  readonly name: string;
  readonly role: Role;
  readonly models: readonly string[];
}

const describe = ({ name, role, models }: WhoAmI): string =>
  `${name}, role ${role}${models.includes('*') ? '' : `, models ${models.join(', ')}`}`;

function credentialsFile({ environment }: CliContext): string {
  if (environment.credentialsFile !== undefined) return environment.credentialsFile;
  throw new CliError('There is no home folder to keep a login in: set PLUMBLINE_TOKEN instead.', EXIT.error);
}

export function registerLogin(program: Command, context: CliContext): void {
  const server = withoutSlash(context.environment.url);
  program
    .command('login')
    .description('keep an API token for this server, from the terminal or from stdin')
    .action(async (_options: unknown, command: Command) => {
      const file = credentialsFile(context);
      context.stderr(`server ${server}`);
      const token = await (context.readSecret ?? readSecret)(context.stderr);
      if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError('no token was given');
      const who = await new ApiClient(server, token).json<WhoAmI>('/api/v1/session');
      credentials.store(file, server, token);
      show(context, command, { server, ...who }, () => `signed in to ${server} as ${describe(who)}; kept in ${file}`);
    });
  program
    .command('logout')
    .description('forget the token that is kept for this server; it is not revoked')
    .action((_options: unknown, command: Command) => {
      const forgotten = credentials.remove(credentialsFile(context), server);
      show(context, command, { server, forgotten }, () =>
        forgotten ? `forgot the token for ${server}` : `no token was kept for ${server}`,
      );
    });
  program
    .command('whoami')
    .description('whom this server takes you for')
    .action(async (_options: unknown, command: Command) => {
      const session = openSession(context, command);
      const who = await session.connection.registry.json<WhoAmI>('/api/v1/session');
      session.show(who, () => describe(who));
    });
}
