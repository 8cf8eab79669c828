import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fileFor } from './file-for';

/** What Vite writes. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
/** Vite puts a hash of the content into these names. */
const HASHED = /^assets\//;

function filesIn(root: string): Set<string> {
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Set(entries.map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll(sep, '/')));
  } catch {
    return new Set();
  }
}

function pathOf(url: string): string {
  const [path = '/'] = url.split(/[?#]/);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, root: string, name: string): Promise<unknown> {
  const path = join(root, name);
  const { size, mtimeMs } = statSync(path);
  const etag = `"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`;
  void reply
    .header('etag', etag)
    .header('cache-control', HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('x-content-type-options', 'nosniff')
    .header('x-frame-options', 'DENY')
    .header('referrer-policy', 'no-referrer');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  void reply.header('content-type', TYPES[extname(name)] ?? 'application/octet-stream');
  return reply.send(await readFile(path));
}

/**
 * The built dashboard on every path that is not the API's. Only files that were there at the start are sent, and no route
 * is registered, so that the access matrix stays whole.
 */
export function serveDashboard(server: FastifyInstance, folder: string): void {
  const root = resolve(folder);
  const files = filesIn(root);
  if (files.size === 0) return;
  server.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const name = fileFor(pathOf(request.url), files);
    return name === null ? undefined : sendFile(request, reply, root, name);
  });
}
