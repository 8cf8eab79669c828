import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemStatusView } from '@plumbline/contracts';
import type { CliEnvironment } from '../env';
import { credentials } from '../login/credentials';
import { ApiClient } from './api-client';

export interface Connection {
  readonly registry: ApiClient;
  readonly status: () => Promise<SystemStatusView>;
  /** Its address is what the control plane says. */
  readonly inference: () => Promise<ApiClient>;
}

function storedToken(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, 'admin-token'), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

interface FoundToken {
  readonly token: string;
  readonly source: string;
}

/** PLUMBLINE_TOKEN, then what `plumbline login` keeps for this server, then the data folder's admin token. */
function findToken({ url, token, dataDir, credentialsFile }: CliEnvironment): FoundToken | undefined {
  if (token !== undefined) return { token, source: 'PLUMBLINE_TOKEN' };
  const login = credentialsFile === undefined ? undefined : credentials.tokenFor(credentialsFile, withoutSlash(url));
  if (login !== undefined) return { token: login, source: 'plumbline login' };
  const admin = storedToken(dataDir);
  return admin === undefined ? undefined : { token: admin, source: join(dataDir, 'admin-token') };
}

/** Says on stderr which server it talks to, and as whom: nobody promotes on the wrong one without having been told. */
export function connect(environment: CliEnvironment, tell: (line: string) => void): Connection {
  const { url } = environment;
  const found = findToken(environment);
  const given = found?.token;
  tell(`server ${withoutSlash(url)} (${found ? `token of ${found.source}` : 'no token: run plumbline login'})`);
  const registry = new ApiClient(withoutSlash(url), given);
  let status: Promise<SystemStatusView> | undefined;
  const readStatus = () => (status ??= registry.json<SystemStatusView>('/api/v1/status'));
  return {
    registry,
    status: readStatus,
    inference: async () => new ApiClient(withoutSlash((await readStatus()).inferenceUrl), given),
  };
}
