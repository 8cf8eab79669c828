import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runCheck } from './report.mjs';

const KINDS = {
  files: 'nothing imports this file',
  dependencies: 'unused dependency',
  devDependencies: 'unused development dependency',
  unlisted: 'imported and not in package.json',
  unresolved: 'import that leads nowhere',
  exports: 'nothing uses this export',
  types: 'nothing uses this exported type',
  binaries: 'program that no package provides',
};

/** One finding for each name in knip's JSON report. */
export function knipFindings({ issues }) {
  return issues.flatMap((issue) =>
    Object.entries(KINDS).flatMap(([kind, meaning]) =>
      (issue[kind] ?? []).map(({ name, line }) => ({
        file: issue.file,
        line,
        message: kind === 'files' ? meaning : `${meaning}: ${name}`,
      })),
    ),
  );
}

function knip(root, args) {
  const { stdout, stderr, error } = spawnSync(
    join(root, 'node_modules/.bin/knip'),
    ['--reporter', 'json', '--no-config-hints', ...args],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (!stdout?.trim().startsWith('{')) {
    return [
      { file: 'knip.json', message: `knip did not run: ${(error?.message ?? stderr ?? '').trim().slice(0, 400)}` },
    ];
  }
  return knipFindings(JSON.parse(stdout));
}

const key = ({ file, message }) => `${file} ${message}`;

/**
 * Fails on what nothing uses. Warns of product code that only tests use: it may be a piece whose caller is still to
 * come, or a piece that nobody needs.
 */
export function checkDeadCode({ root }) {
  const violations = knip(root, []);
  const known = new Set(violations.map(key));
  const onlyTested = knip(root, ['--production', '--include', 'files,exports']).filter(
    (found) => !known.has(key(found)),
  );
  const warnings = onlyTested.map((found) => ({ ...found, message: `${found.message}, tests apart` }));
  return { violations, warnings, looked: 'knip' };
}

await runCheck(import.meta.url, checkDeadCode, {
  name: 'dead-code',
  fix: 'delete it, or use it; a program started by name is an entry in knip.json',
});
