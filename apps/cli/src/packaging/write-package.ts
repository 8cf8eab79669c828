import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { VersionView } from '@plumbline/contracts';
import { CliError, UsageError } from '../cli.errors';
import type { ApiClient } from '../server/api-client';
import { downloadModel } from './download-model';

export interface PackageOptions {
  readonly out: string;
  /** Folder that `tools/build/build-packaged-server.mjs` wrote. */
  readonly serverFolder: string;
  /** Replaces what is at `out`. */
  readonly force: boolean;
}

/** The same for every run, so that an archive of the folder is the same as well. */
const TIMESTAMP = new Date('1980-01-01T00:00:00Z');

async function refuseOccupied(out: string, force: boolean): Promise<void> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`--out ${out} is no folder (${error.code ?? error.message}): give another path`);
  });
  if (entries.length > 0 && !force)
    throw new UsageError(`${out} is not empty: give another folder, or --force to replace it`);
}

/** Printed by the server itself, so that the document and the answers come from the same code. */
async function openApiOf(serverFolder: string, folder: string): Promise<string> {
  const arguments_ = [join(serverFolder, 'server.js'), 'openapi', folder];
  const { stdout } = await promisify(execFile)(process.execPath, arguments_, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

async function settle(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await settle(path);
    else await chmod(path, 0o644);
    await utimes(path, TIMESTAMP, TIMESTAMP);
  }
  await chmod(folder, 0o755);
  await utimes(folder, TIMESTAMP, TIMESTAMP);
}

async function fill(registry: ApiClient, version: VersionView, folder: string, serverFolder: string): Promise<void> {
  await cp(serverFolder, folder, { recursive: true });
  const files = await downloadModel(registry, version, join(folder, 'model'));
  const { model, version: number, signature } = version;
  const described = { schemaVersion: 1, model, version: number, signature, files };
  await writeFile(join(folder, 'package.plumbline.json'), `${JSON.stringify(described, null, 2)}\n`);
  await writeFile(join(folder, 'openapi.json'), await openApiOf(serverFolder, folder));
  await settle(folder);
}

/**
 * A Docker build context that serves one version. Two runs give byte-identical folders; `out` appears only when all of it
 * is there.
 */
export async function writePackage(
  registry: ApiClient,
  version: VersionView,
  options: PackageOptions,
): Promise<string> {
  const out = resolve(options.out);
  await refuseOccupied(out, options.force);
  const isBuilt = await lstat(join(options.serverFolder, 'server.js')).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isBuilt) throw new CliError(`${options.serverFolder} holds no packaged server: run \`npm run build\` first`);
  const partial = `${out}.partial-${process.pid}`;
  await mkdir(dirname(out), { recursive: true });
  try {
    await fill(registry, version, partial, options.serverFolder);
    await rm(out, { recursive: true, force: true });
    await rename(partial, out);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return out;
}
