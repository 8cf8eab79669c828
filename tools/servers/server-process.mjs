// A server as a child process: started, waited for, stopped. It writes straight into its log file, so that it lives on
// unharmed when we are killed, and so that a failure can be explained.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { explain, ServerError } from './server-error.mjs';

const STOP_TIMEOUT_MS = 15_000;

/**
 * @param {{name: string, command: string, args: string[], logFile: string, ready: () => Promise<boolean>,
 *   readyMs?: number, stopSignal?: NodeJS.Signals, env?: object, cwd?: string, uid?: number, gid?: number}} options
 * @returns {Promise<{pid: number, stop(): Promise<void>}>}
 */
export async function startProcess({ name, command, args, logFile, ready, readyMs = 60_000, stopSignal, ...options }) {
  const log = openSync(logFile, 'w', 0o644);
  // A process group of its own: Ctrl-C reaches only us, and we stop the servers in order.
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let failure;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', (error) => {
      failure = error;
      resolve();
    });
  });
  const hasEnded = () => failure || child.exitCode !== null || child.signalCode !== null;
  for (const until = Date.now() + readyMs; !(await ready().catch(() => false)); await pause(50)) {
    if (failure?.code === 'ENOENT')
      throw new ServerError(`${name}: \`${command}\` is not installed. Run \`node tools/setup.mjs\`.`);
    if (failure) throw explain(name, failure.message);
    if (hasEnded()) throw explain(name, readFileSync(logFile, 'utf8').slice(-8_000));
    if (Date.now() > until) {
      child.kill('SIGKILL');
      throw new ServerError(`${name} was not ready after ${readyMs / 1000} s; its log is ${logFile}.`);
    }
  }
  child.unref();
  const stop = async () => {
    if (hasEnded()) return;
    child.kill(stopSignal ?? 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  };
  return { pid: child.pid, stop };
}

/** @returns {Promise<boolean>} whether somebody answers on the port */
export function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
