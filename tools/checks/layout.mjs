import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCheck } from './report.mjs';
import { isFixture } from './tracked-files.mjs';

const FOLDERS = new Set(['apps', 'libs', 'prisma', 'infra', 'tools', 'docs', 'patches', '.ci']);
const FILES = new Set(
  `README.md ARCHITECTURE.md CONTRIBUTING.md AGENTS.md SECURITY.md CHANGELOG.md LICENSE NOTICE
   package.json package-lock.json tsconfig.json tsconfig.base.json nx.json knip.json jest.config.cjs eslint.config.mjs
   prisma.config.ts docker-compose.yml Dockerfile .dockerignore .editorconfig .gitattributes .gitignore .node-version
   .npmrc .prettierignore .prettierrc.json .env.example .dclintrc`.split(/\s+/),
);
const MAX_TEXT_BYTES = 2_000_000;
const SHARED_PARENTS = new Set(['/', '/home', '/root', '/tmp', '/opt', '/srv', '/usr', '/usr/src', '/var', '/app']);
const PERSONAL_FOLDER =
  /(?<![\w.-])(\/home\/(?!(?:node|app|plumbline|nonroot)\/)[a-z][\w-]*|\/Users\/[A-Za-z][\w-]*|\/root)\//;

/** The folder this checkout lies in is a path of this machine, unless it is a place every machine has. */
function machinePaths(root) {
  const parent = dirname(root);
  const own = SHARED_PARENTS.has(parent) ? [root] : [parent];
  return own.map((path) => new RegExp(`(?<![\\w.-])${path.replaceAll('.', '\\.')}(?=/|\\s|["'\`)]|$)`));
}

function textOf(path) {
  if (statSync(path).size > MAX_TEXT_BYTES) return null;
  const text = readFileSync(path, 'utf8');
  return text.includes('\0') ? null : text;
}

function linesWith(file, text, patterns) {
  return text.split('\n').flatMap((content, index) => {
    const hit = patterns.map((pattern) => pattern.exec(content)?.[0]).find(Boolean);
    return hit ? [{ file, line: index + 1, message: `absolute path of one machine: ${hit}` }] : [];
  });
}

export function checkMachinePaths({ root, files }) {
  const patterns = [PERSONAL_FOLDER, ...machinePaths(root)];
  return files.flatMap((file) => {
    const text = textOf(join(root, file));
    return text === null ? [] : linesWith(file, text, patterns);
  });
}

export function checkTopLevel(files) {
  return files
    .filter((file) => (file.includes('/') ? !FOLDERS.has(file.split('/')[0]) : !FILES.has(file)))
    .map((file) => ({ file, message: 'is outside the known folders and top-level files' }));
}

/** The repository keeps its shape, and holds no path of the machine it was written on. */
export function checkLayout({ root, files }) {
  const own = files.filter((file) => !isFixture(file));
  return {
    violations: [...checkTopLevel(files), ...checkMachinePaths({ root, files: own })],
    looked: `${files.length} files`,
  };
}

await runCheck(import.meta.url, checkLayout, {
  name: 'layout',
  fix: 'move the file under apps, libs, prisma, infra, tools or docs; write paths relative to the repository',
});
