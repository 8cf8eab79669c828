// `npm start`: from a fresh clone to the running product, in the foreground, until Ctrl-C.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, requireNode } from './start/install.mjs';
import { say, StartError } from './start/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
let stack;
let demo;
let leaving = false;

async function leave(code, line) {
  if (leaving) return;
  leaving = true;
  if (line) say(line);
  demo?.kill('SIGTERM');
  await stack?.stop();
  process.exit(code);
}

process.on('SIGINT', () => void leave(0, '\nstopping (data stays in the data folder)'));
process.on('SIGTERM', () => void leave(0, 'stopping'));

function startDemo({ urls, token }) {
  const script = join(root, 'tools/demo/run-demo.mjs');
  if (process.env.PLUMBLINE_DEMO === '0' || !existsSync(script)) return;
  demo = spawn(process.execPath, [script], {
    env: {
      ...process.env,
      PLUMBLINE_URL: urls.registry,
      PLUMBLINE_INFERENCE_URL: urls.inference,
      PLUMBLINE_TOKEN: token,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

try {
  requireNode();
  await ensureInstalled(root);
  // Only now: these import installed packages.
  const { readPlaces, startStack } = await import('./start/stack.mjs');
  stack = await startStack(readPlaces(root, process.env), { onGiveUp: (line) => void leave(1, line) });
  say('');
  say('  Plumbline is up.');
  say(`  Sign in    ${stack.urls.registry}/login#token=${stack.token}`);
  say(`  API        ${stack.urls.registry}/docs`);
  say(`  Predict    ${stack.urls.inference}/docs`);
  say('  Stop       Ctrl-C');
  say('');
  startDemo(stack);
} catch (error) {
  if (leaving) process.exit(0);
  const known = error instanceof StartError || error?.name === 'ServerError';
  process.stderr.write(`\n${known ? error.message : (error.stack ?? error)}\n`);
  await leave(1);
}
