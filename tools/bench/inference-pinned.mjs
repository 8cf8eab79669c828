// Server on one core, load generator on another: neither takes time from the other.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

const canPin =
  availableParallelism() > 1 &&
  spawnSync('taskset', ['-c', String(LOAD_CORE), 'true'], { stdio: 'ignore' }).status === 0;

/** @returns {string | null} what to tell when server and load generator share cores */
export const pinProblem = () =>
  canPin
    ? null
    : 'NOT PINNED: `taskset` or a second core is missing; server and load generator take time from each other, so these ratios mean little.';

/** @returns {{command: string, args: string[]}} the program on one core, with all its children */
export const onCore = (core, command, args) =>
  canPin ? { command: 'taskset', args: ['-c', String(core), command, ...args] } : { command, args };

/** Moves a running process, and every thread of it. */
export function moveToCore(core, pid) {
  if (canPin) spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
}

const LOAD = fileURLToPath(new URL('inference-load.mjs', import.meta.url));

/**
 * @param {{port: number, path: string, headers: object, bodies: string[], connections: number, warmUpMs?: number,
 *   durationMs: number, watchVersions?: boolean}} load
 * @returns {Promise<object>} see `Run` of inference-load.mjs
 */
export function generateLoad(load) {
  const { command, args } = onCore(LOAD_CORE, process.execPath, []);
  const child = fork(LOAD, [], { execPath: command, execArgv: args, serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    child.send(load);
  });
}
