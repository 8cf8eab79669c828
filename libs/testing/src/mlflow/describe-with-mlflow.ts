import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { processEnvironment } from '../env';

const ROOT = join(__dirname, '../../../..');

function clientOf(major: '2' | '3'): { python: string } | { missing: string } {
  try {
    const script = ['tools/mlflow/client.mjs', major];
    const out = execFileSync(process.execPath, script, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    return { python: out.toString().trim() };
  } catch (error) {
    const why = String((error as { stderr?: unknown }).stderr ?? error).trim();
    return { missing: `no Python with MLflow ${major}: ${why.split('\n').at(-1) ?? ''}` };
  }
}

/**
 * `describe` for a suite that runs the stock MLflow client, installed from PyPI at the first use. Without Python or PyPI:
 * a failing test in CI; elsewhere it stands as skipped in the report and says why.
 * @param suite is given the Python to run
 */
export function describeWithMlflow(major: '2' | '3', name: string, suite: (python: string) => void): void {
  const client = clientOf(major);
  if ('python' in client) {
    describe(name, () => suite(client.python));
    return;
  }
  if (processEnvironment()['CI']) {
    describe(name, () => {
      it('finds its client', () => {
        throw new Error(`${client.missing}; CI may not skip`);
      });
    });
    return;
  }
  process.stderr.write(`skipped: ${client.missing} (${name})\n`);
  describe.skip(`${name} (skipped: ${client.missing})`, () => it('needs its client', () => undefined));
}
