// A Python with a stock MLflow client of one major version, from PyPI, kept below tmp/: node tools/mlflow/client.mjs 3
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const major = process.argv[2];
if (major !== '2' && major !== '3') {
  process.stderr.write('usage: node tools/mlflow/client.mjs 2|3\n');
  process.exit(2);
}

const requirements = join(import.meta.dirname, `requirements-${major}.txt`);
const name = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
const folder = join(ROOT, 'tmp', 'mlflow-clients', `${major}-${name}`);
const python = join(folder, 'bin', 'python');
const ready = join(folder, '.ready');

if (!existsSync(ready)) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '..'), { recursive: true });
  const options = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('python3', ['-m', 'venv', folder], options);
  const flags = ['--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:'];
  execFileSync(python, ['-m', 'pip', 'install', ...flags, '-r', requirements], options);
  writeFileSync(ready, '');
}
process.stdout.write(`${python}\n`);
