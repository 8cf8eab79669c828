import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

/** The admission process of an application, bundled as it ships. @returns its path; it goes when this process ends */
export function admissionScript(app: 'registry' | 'retraining' = 'registry'): string {
  const folder = join(ROOT, 'tmp', 'admission-scripts');
  mkdirSync(folder, { recursive: true });
  const script = join(folder, `${app}-${process.pid}-${Date.now()}.js`);
  execFileSync(process.execPath, ['tools/build/build-admission-process.mjs', app, script], { cwd: ROOT });
  process.once('exit', () => rmSync(script, { force: true }));
  return script;
}
