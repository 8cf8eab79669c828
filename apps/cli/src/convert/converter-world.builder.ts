import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { findConverters } from './converters-folder';
import type { Family } from './model-format';
import { findInterpreter } from './python-interpreter';
import { installLayers } from './python-layers';

export const scripts = findConverters();
/** Kept between runs: what is installed depends on the requirement files alone. */
export const cacheDir = join(dirname(dirname(scripts)), 'tmp', 'converter-cache');
export const INSTALL_TIMEOUT_MS = 900_000;

const hasPython = (): boolean =>
  spawnSync('python3', ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))']).status === 0;

/** `describe` for a suite that needs Python: without it a failing test in CI, elsewhere a suite that stands as skipped. */
export function describeWithPython(inCi: boolean, name: string, suite: () => void): void {
  if (hasPython()) {
    describe(name, suite);
    return;
  }
  const what = 'Python 3.11 or later with venv';
  if (inCi) {
    describe(name, () => {
      it('finds Python', () => {
        throw new Error(`${what} is not there, and CI may not skip`);
      });
    });
    return;
  }
  process.stderr.write(`skipped: ${what} is not there (${name})\n`);
  describe.skip(`${name} (skipped: ${what} is not there)`, suite);
}

/** Installs what the families need and answers how to run a script of the fixtures with it. */
export async function pythonWith(families: readonly Family[]) {
  const python = await findInterpreter('python3');
  const cacheFolder = join(cacheDir, 'converters');
  const host = { python, requirementsFolder: join(scripts, 'requirements'), cacheFolder, tell: () => undefined };
  const folders = new Set<string>();
  for (const family of families)
    for (const folder of (await installLayers(host, { family })).folders) folders.add(folder);
  const env = { PATH: '/usr/bin:/bin', PYTHONPATH: [...folders].join(':') };
  return (script: string, ...args: string[]): void => {
    const made = spawnSync(python.executable, ['-B', join(scripts, 'fixtures', script), ...args], { env });
    if (made.status !== 0) throw new Error(made.stderr.toString());
  };
}
