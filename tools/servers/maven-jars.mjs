import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ServerError } from './server-error.mjs';

const run = promisify(execFile);
const TMP = fileURLToPath(new URL('../../tmp', import.meta.url));
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

async function fetchJars({ name, pom, cache }) {
  const all = join(TMP, cache);
  const folder = join(all, createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(all, { recursive: true });
  try {
    await run('mvn', ['-q', '-B', '-f', pom, COPY, '-DincludeScope=runtime', `-DoutputDirectory=${partial}`]);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (error.code === 'ENOENT')
      throw new ServerError(`${name}: \`mvn\` is not installed. Run \`node tools/setup.mjs\`.`);
    const reason = `${error.stdout ?? ''}${error.stderr ?? ''}`.split('\n').find((line) => line.includes('ERROR'));
    throw new ServerError(`${name}: Maven could not fetch the server: ${reason ?? error.message}`);
  }
  if (existsSync(folder)) rmSync(partial, { recursive: true, force: true });
  else renameSync(partial, folder);
  return folder;
}

let previous = Promise.resolve();

/**
 * Fetches the jars of a pom once; a changed pom fetches them anew. One after the other: two Mavens at once may spoil the
 * repository that they share.
 * @param {{name: string, pom: string, cache: string}} options `cache`: a folder of `tmp`
 * @returns {Promise<string>} their folder
 */
export function mavenJars(options) {
  const jars = previous.catch(() => {}).then(() => fetchJars(options));
  previous = jars;
  return jars;
}
