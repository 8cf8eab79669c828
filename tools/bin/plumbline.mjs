#!/usr/bin/env node
// Runs the built command line; builds it first when its sources are newer.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'dist/apps/cli/main.js');
const sources = join(root, 'apps/cli/src');

function newestMs(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    const path = join(folder, entry.name);
    return Math.max(newest, entry.isDirectory() ? newestMs(path) : statSync(path).mtimeMs);
  }, 0);
}

const isStale = () => !existsSync(built) || (existsSync(sources) && newestMs(sources) > statSync(built).mtimeMs);

if (isStale()) {
  const { status, stderr } = spawnSync(process.execPath, ['tools/build/build-app.mjs', 'cli'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0 && !existsSync(built)) {
    process.stderr.write(`build first: npm run build\n${stderr}`);
    process.exit(1);
  }
}
createRequire(import.meta.url)(built);
