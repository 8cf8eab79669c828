// A Python with the packages of one requirements file, from PyPI, kept below tmp/ until the file changes:
//   node tools/python/environment.mjs tools/mlflow/requirements-3.txt
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('usage: node tools/python/environment.mjs FILE\n');
  process.exit(2);
}

const requirements = resolve(file);
const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
const name = `${basename(dirname(requirements))}-${basename(requirements, '.txt')}-${digest}`;
const folder = join(ROOT, 'tmp', 'python', name);

/** Made aside and moved when it is whole: two that start at once do no harm, and one that was broken off is not taken. */
function build() {
  const draft = `${folder}.${process.pid}`;
  const options = { stdio: ['ignore', 'ignore', 'inherit'] };
  mkdirSync(dirname(folder), { recursive: true });
  try {
    execFileSync('python3', ['-m', 'venv', draft], options);
    const flags = ['--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:'];
    execFileSync(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', ...flags, '-r', requirements], options);
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

if (!existsSync(folder)) build();
process.stdout.write(`${join(folder, 'bin', 'python')}\n`);
