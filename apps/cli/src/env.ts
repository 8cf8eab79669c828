import { homedir } from 'node:os';
import { join } from 'node:path';

export interface CliEnvironment {
  readonly url: string;
  readonly token: string | undefined;
  readonly dataDir: string;
  readonly kafkaTopicPrefix: string;
  /** Where `plumbline login` keeps tokens; absent: nowhere. */
  readonly credentialsFile?: string;
  /** For what can be made again; absent: `.cache/plumbline` in the home folder. */
  readonly cacheDir?: string;
}

const set = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text);

export function readEnvironment(): CliEnvironment {
  const xdg = set(process.env['XDG_CACHE_HOME']);
  const cacheDir = set(process.env['PLUMBLINE_CACHE_DIR']) ?? (xdg === undefined ? undefined : join(xdg, 'plumbline'));
  const configDir = set(process.env['XDG_CONFIG_HOME']) ?? join(homedir(), '.config');
  return {
    credentialsFile: join(configDir, 'plumbline', 'credentials.json'),
    url: set(process.env['PLUMBLINE_URL']) ?? 'http://127.0.0.1:3000',
    token: set(process.env['PLUMBLINE_TOKEN']),
    dataDir: set(process.env['PLUMBLINE_DATA_DIR']) ?? '.plumbline',
    kafkaTopicPrefix: process.env['KAFKA_TOPIC_PREFIX'] ?? '',
    ...(cacheDir !== undefined && { cacheDir }),
  };
}
