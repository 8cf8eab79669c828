import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

const UNTRACKED_FOLDERS = new Set(['node_modules', '.git', '.nx', 'dist', 'tmp', 'coverage', '.plumbline']);

function walk(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (UNTRACKED_FOLDERS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(root, path) : [relative(root, path).split(sep).join('/')];
  });
}

/**
 * Files that are, or would be, in git: a gate must see a file before it is committed.
 * Outside a git checkout (a source archive) the folder is walked instead.
 */
export function trackedFiles(root = repositoryRoot) {
  try {
    const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...new Set(listed.split('\0').filter(Boolean))].filter((file) => existsSync(join(root, file))).sort();
  } catch {
    return walk(root).sort();
  }
}

export const isGenerated = (file) => /(^|\/)generated\//.test(file);
export const isFixture = (file) => file.startsWith('tools/checks/fixtures/');
export const isSpec = (file) => /\.spec\.tsx?$/.test(file);
export const isCode = (file) => /\.([cm]?ts|tsx|[cm]?js|jsx)$/.test(file);

/** Hand-written code: what the size, name and suppression gates look at. */
export const handWrittenCode = (files) => files.filter((f) => isCode(f) && !isGenerated(f) && !isFixture(f));
