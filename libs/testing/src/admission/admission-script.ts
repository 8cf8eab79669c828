import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

const OLD_MS = 600_000;

/** The admission process of an application, bundled as it ships. @returns its path; a later test run removes it */
export const admissionScript = (app: 'registry' | 'retraining' = 'registry'): string =>
  processScript(app, 'admission-process');

/** The process of the inference service in which slow models run. */
export const modelProcessScript = (): string => processScript('inference', 'model-process');

function processScript(app: string, entry: string): string {
  const folder = join(ROOT, 'tmp', 'admission-scripts');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made > OLD_MS) rmSync(path, { force: true });
  }
  const script = join(folder, `${app}-${process.pid}-${Date.now()}.js`);
  execFileSync(process.execPath, ['tools/build/build-admission-process.mjs', app, script, entry], { cwd: ROOT });
  return script;
}
