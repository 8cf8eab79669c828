#!/usr/bin/env node
/**
 * Everything CI runs: installs when needed, then every gate, cheap ones first, then the tests.
 *   node tools/verify.mjs                 all of it
 *   node tools/verify.mjs cycles lint     only the gates named
 *   node tools/verify.mjs --no-tests      the gates without the tests
 * Uses nothing but Node, since it starts before anything is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installFault } from './checks/installed.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const TAIL_LINES = 80;
const NOTABLE = /(^|: )skipped: |: \d+ warning\(s\)$/;
const check = (name) => ({ name, command: ['node', `tools/checks/${name}.mjs`] });

const gates = [
  check('layout'),
  check('names'),
  check('sizes'),
  check('suppressions'),
  check('tags'),
  check('lockfile'),
  check('commits'),
  check('cycles'),
  check('docs'),
  check('gates-fire'),
  { name: 'format', command: ['prettier', '--check', '.'], advice: 'npx prettier --write <files>' },
  check('generated'),
  check('dead-code'),
  check('audit'),
  { name: 'compose', command: ['dclint', '.'], advice: 'npx dclint . --fix' },
  { name: 'types: node', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  {
    name: 'types: dashboard',
    command: ['tsc', '--noEmit', '-p', 'apps/dashboard/tsconfig.json'],
    needs: 'apps/dashboard/tsconfig.json',
  },
  {
    name: 'lint',
    command: ['eslint', '.', '--max-warnings', '0'],
    advice: 'see the rule in tools/eslint/config.mjs; directions of dependencies are in tools/eslint/boundaries.mjs',
  },
  { name: 'tests', command: ['node', 'tools/test.mjs'], needs: 'tools/test.mjs', stream: true },
];

const environment = {
  ...process.env,
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  NX_DAEMON: 'false',
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
};

function run([program, ...args], stream) {
  return new Promise((resolve) => {
    const output = [];
    const child = spawn(program, args, { cwd: root, env: environment, stdio: stream ? 'inherit' : 'pipe' });
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => resolve({ passed: false, output: error.message }));
    child.on('close', (code) => resolve({ passed: code === 0, output: Buffer.concat(output).toString() }));
  });
}

const indent = (lines) => lines.map((text) => `    ${text}`).join('\n');

async function judge({ name, command, needs, stream, advice }) {
  if (needs && !existsSync(join(root, needs))) {
    console.log(`FAILED   ${name}: ${needs} does not exist`);
    return { name, passed: false, skipped: [] };
  }
  if (stream) console.log(`running  ${name}`);
  const startedAt = performance.now();
  const { passed, output } = await run(command, stream);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const lines = output.trimEnd().split('\n').filter(Boolean);
  console.log(`${passed ? 'ok      ' : 'FAILED  '} ${name} (${seconds} s)`);
  const skipped = lines.filter((text) => /(^|: )skipped: /.test(text));
  if (!passed) console.log(indent(advice ? [...lines.slice(-TAIL_LINES), `do: ${advice}`] : lines.slice(-TAIL_LINES)));
  const worthSaying = lines.filter((text) => NOTABLE.test(text));
  if (passed && worthSaying.length > 0) console.log(indent(worthSaying));
  return { name, passed, skipped };
}

async function install() {
  const fault = installFault(root);
  if (fault === null) return true;
  console.log(`running  npm ci (${fault})`);
  return (await run(['npm', 'ci', '--no-audit', '--no-fund'], true)).passed;
}

function chosen(names) {
  const wanted = names.filter((name) => !name.startsWith('--'));
  const unknown = wanted.filter((name) => !gates.some((gate) => gate.name === name));
  if (unknown.length > 0) {
    console.error(`no gate named ${unknown.join(', ')}; there are: ${gates.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  const all = names.includes('--no-tests') ? gates.filter(({ name }) => name !== 'tests') : gates;
  return wanted.length > 0 ? all.filter(({ name }) => wanted.includes(name)) : all;
}

const selected = chosen(process.argv.slice(2));
if (!(await install())) {
  console.error('FAILED   npm ci');
  process.exit(1);
}
const results = [];
for (const gate of selected) results.push(await judge(gate));

const failed = results.filter(({ passed }) => !passed);
const skipped = results.flatMap((result) => result.skipped);
console.log(failed.length > 0 ? `\nfailed gates: ${failed.map(({ name }) => name).join(', ')}` : '\nevery gate holds');
if (skipped.length > 0) console.log(`not examined:\n${indent(skipped)}`);
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
