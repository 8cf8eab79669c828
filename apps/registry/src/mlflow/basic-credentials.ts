import type { FastifyInstance } from 'fastify';
import { isMlflowAddress } from './mlflow-error';

/** The password of `Authorization: Basic`, which is where MLflow's clients put a token; undefined for anything else. */
function tokenOfBasic(header: string | undefined): string | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString();
  const token = pair.slice(pair.indexOf(':') + 1);
  return pair.includes(':') && /^\S+$/.test(token) ? token : undefined;
}

/** MLFLOW_TRACKING_USERNAME and _PASSWORD: any user name, and a token as the password. */
export function takeBasicCredentials(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const token = isMlflowAddress(request.url) ? tokenOfBasic(request.headers.authorization) : undefined;
    if (token !== undefined) request.headers.authorization = `Bearer ${token}`;
    done();
  });
}
