import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemStatusView } from '@plumbline/contracts';
import type { CliEnvironment } from '../env';
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

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** Says on stderr which server it talks to, and as whom: nobody promotes on the wrong one without having been told. */
export function connect({ url, token, dataDir }: CliEnvironment, tell: (line: string) => void): Connection {
  const stored = token === undefined ? storedToken(dataDir) : undefined;
  const given = token ?? stored;
  const source = token !== undefined ? 'PLUMBLINE_TOKEN' : stored ? join(dataDir, 'admin-token') : undefined;
  tell(`server ${withoutSlash(url)} (${source ? `token of ${source}` : 'no token: set PLUMBLINE_TOKEN'})`);
  const registry = new ApiClient(withoutSlash(url), given);
  let status: Promise<SystemStatusView> | undefined;
  const readStatus = () => (status ??= registry.json<SystemStatusView>('/api/v1/status'));
  return {
    registry,
    status: readStatus,
    inference: async () => new ApiClient(withoutSlash((await readStatus()).inferenceUrl), given),
  };
}
