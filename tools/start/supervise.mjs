import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { say } from './steps.mjs';

const STOP_MS = 10_000;
const LEVELS = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };
/** The longest service name: the lines of all stand under each other. */
const LABEL_WIDTH = 'retraining'.length;
const COLOURS = [36, 33, 35, 32, 34];

/** A service's JSON log line as one short line for people; anything else as it is. */
function readable(line) {
  try {
    const { time, level, msg, err } = JSON.parse(line);
    const clock = new Date(time).toISOString().slice(11, 19);
    const name = LEVELS[level] ?? String(level);
    return `${clock} ${name.padEnd(5)} ${msg ?? ''}${err?.message ? ` (${err.message})` : ''}`;
  } catch {
    return line;
  }
}

export class Supervisor {
  #children = new Map();
  #stopping = false;
  #names = [];

  constructor({ onGiveUp }) {
    this.onGiveUp = onGiveUp;
  }

  start(name, file, env) {
    this.#names.push(name);
    this.#spawn({ name, file, env, colour: COLOURS[this.#names.length % COLOURS.length], restarts: 0 });
  }

  #spawn(service) {
    const child = spawn(process.execPath, ['--enable-source-maps', service.file], {
      env: { ...process.env, ...service.env },
      // A group of its own: Ctrl-C reaches only this process, which then stops the services in order.
      detached: true,
      // The channel tells a service that this process died without saying so.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#children.set(service.name, child);
    const label = service.name.padEnd(LABEL_WIDTH);
    const prefix = process.stdout.isTTY ? `\x1b[${service.colour}m${label}\x1b[0m` : label;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => say(`${prefix} | ${readable(line)}`));
    const startedAt = Date.now();
    child.on('exit', (code, signal) => {
      this.#children.delete(service.name);
      if (this.#stopping) return;
      // Long life wipes the slate: only a service that keeps dying young is given up.
      const restarts = Date.now() - startedAt > 60_000 ? 1 : service.restarts + 1;
      say(`${prefix} | stopped (${signal ?? `code ${code}`})${restarts <= 3 ? ', starting again' : ''}`);
      if (restarts > 3) this.onGiveUp(`${service.name} does not stay up: see its lines above.`);
      else setTimeout(() => this.#stopping || this.#spawn({ ...service, restarts }), 500 * restarts);
    });
  }

  async stop() {
    this.#stopping = true;
    const running = [...this.#children.values()];
    const ended = running.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of running) child.kill('SIGTERM');
    const force = setTimeout(
      () => running.forEach((child) => child.exitCode === null && child.kill('SIGKILL')),
      STOP_MS,
    );
    await Promise.all(ended);
    clearTimeout(force);
  }
}

/** Resolves when every URL answers 200; rejects naming those that did not. */
export async function waitUntilReady(urls, timeoutMs) {
  const waiting = new Map(Object.entries(urls));
  const deadline = Date.now() + timeoutMs;
  while (waiting.size) {
    for (const [name, url] of waiting) {
      const ok = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
        (response) => response.ok,
        () => false,
      );
      if (ok) waiting.delete(name);
    }
    if (!waiting.size) return;
    if (Date.now() > deadline)
      throw new Error(`not ready after ${timeoutMs / 1000} s: ${[...waiting.keys()].join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
