import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { processEnvironment } from '../env';

const ROOT = join(__dirname, '../../../..');

function pythonWith(requirements: string): { python: string } | { missing: string } {
  try {
    const script = ['tools/python/environment.mjs', requirements];
    const out = execFileSync(process.execPath, script, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    return { python: out.toString().trim() };
  } catch (error) {
    const why = String((error as { stderr?: unknown }).stderr ?? error).trim();
    return { missing: `no Python with ${requirements}: ${why.split('\n').at(-1) ?? ''}` };
  }
}

/**
 * `describe` for a suite that runs Python with packages from PyPI, installed at the first use. Without Python or PyPI: a
 * failing test in CI; elsewhere it stands as skipped in the report and says why.
 * @param requirements path of the pinned requirements file in the repository
 * @param suite is given the Python to run
 */
export function describeWithPython(requirements: string, name: string, suite: (python: string) => void): void {
  const found = pythonWith(requirements);
  if ('python' in found) {
    describe(name, () => suite(found.python));
    return;
  }
  if (processEnvironment()['CI']) {
    describe(name, () => {
      it('finds its Python', () => {
        throw new Error(`${found.missing}; CI may not skip`);
      });
    });
    return;
  }
  process.stderr.write(`skipped: ${found.missing} (${name})\n`);
  describe.skip(`${name} (skipped: ${found.missing})`, () => it('needs its Python', () => undefined));
}
