import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generators } from './generators.mjs';
import { runCheck } from './report.mjs';

function filesUnder(root, path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => statSync(join(root, file)).isFile());
}

const snapshot = (root, paths) =>
  new Map(paths.flatMap((path) => filesUnder(root, path)).map((file) => [file, readFileSync(join(root, file))]));

export function differences(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((file) => {
    if (!before.has(file)) return [{ file, message: 'is written by the generator and not in the repository' }];
    if (!after.has(file)) return [{ file, message: 'is no longer written by the generator' }];
    return before.get(file).equals(after.get(file))
      ? []
      : [{ file, message: 'differs from what the generator writes' }];
  });
}

function restore(root, before, after) {
  for (const file of after.keys()) if (!before.has(file)) rmSync(join(root, file));
  for (const [file, content] of before) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

function runGenerator(root, { name, command, cwd = '.', paths }, keep) {
  const before = snapshot(root, paths);
  const [program, ...args] = command;
  const { status, stderr, error } = spawnSync(program, args, { cwd: join(root, cwd), encoding: 'utf8' });
  const after = snapshot(root, paths);
  const changed = differences(before, after);
  if (!keep && changed.length > 0) restore(root, before, after);
  if (status === 0) return keep ? [] : changed;
  const reason = (error?.message ?? stderr ?? '').trim().split('\n').slice(-3).join(' ');
  return [{ file: cwd, message: `${name}: "${command.join(' ')}" failed: ${reason}` }];
}

/** Runs every generator again; a difference fails and is put back, so that the second run fails as well. */
export function checkGenerated({ root, argv = [], list = generators }) {
  const keep = argv.includes('--write');
  const ready = list.filter(({ inputs = [] }) => inputs.every((path) => existsSync(join(root, path))));
  const waiting = list.filter((entry) => !ready.includes(entry));
  return {
    violations: ready.flatMap((entry) => runGenerator(root, entry, keep)),
    notes: waiting.map(({ name, inputs }) => `skipped: ${name} has no ${inputs.join(', ')} yet`),
    looked: `${ready.length} generators`,
  };
}

await runCheck(import.meta.url, checkGenerated, {
  name: 'generated',
  fix: 'run "node tools/checks/generated.mjs --write" and commit; never edit a generated file',
});
