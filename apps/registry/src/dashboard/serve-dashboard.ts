import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Never answered by a page: a client that mistypes an API path wants a problem, not HTML. */
const NOT_PAGES = /^\/(api|health|metrics|docs|openapi\.json)(\/|$|\?)/;
const YEAR_MS = 31_536_000_000;
const HASHED = /^assets\//;

function filesIn(root: string): Set<string> {
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Set(
      entries.map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      ),
    );
  } catch {
    return new Set();
  }
}

/** File to send for a path; index.html for a page of the single-page application; null for what is not the dashboard's. */
export function fileFor(path: string, files: ReadonlySet<string>): string | null {
  const name = path.slice(1);
  if (NOT_PAGES.test(path)) return null;
  if (files.has(name)) return name;
  const looksLikeFile = /\.[a-z0-9]+$/i.test(name);
  return looksLikeFile || !files.has('index.html') ? null : 'index.html';
}

/** The built dashboard on every path that no route of ours has. Registers no route, so that the access matrix stays whole. */
export async function serveDashboard(server: FastifyInstance, folder: string): Promise<void> {
  const root = resolve(folder);
  const files = filesIn(root);
  if (files.size === 0) return;
  await server.register(fastifyStatic, { root, serve: false });
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const file = fileFor(pathOf(request.url), files);
    if (file === null) return undefined;
    const hashed = HASHED.test(file);
    return reply.sendFile(file, hashed ? { maxAge: YEAR_MS, immutable: true } : { cacheControl: false });
  });
}

function pathOf(url: string): string {
  const [path = '/'] = url.split(/[?#]/);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
