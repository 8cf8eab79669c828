import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

const SOURCE = transformFileSync(join(__dirname, 'shutdown.ts'), {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
}).code;

/** A process with our handler; `close` is what it does when asked to stop. */
async function stopped(close: string, signals: NodeJS.Signals[], timeoutMs = 5_000) {
  const program = `const exports = {};${SOURCE};
    exports.shutDownOnSignal(${close}, { timeoutMs: ${timeoutMs} });
    setInterval(() => {}, 1000); process.stdout.write('up');`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  await once(child.stdout, 'data');
  for (const signal of signals) {
    child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { code: child.exitCode, output };
}

describe('shutDownOnSignal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('closes and ends with 0 at %s', async (signal) => {
    const close = `async () => { await new Promise((r) => setTimeout(r, 100)); process.stdout.write(' closed'); }`;
    expect(await stopped(close, [signal])).toEqual({ code: 0, output: 'up closed' });
  });

  it('ends with 1 when closing fails, takes too long, or a second signal comes', async () => {
    expect((await stopped('async () => { throw new TypeError() }', ['SIGTERM'])).code).toBe(1);
    expect((await stopped('() => new Promise(() => {})', ['SIGTERM'], 100)).code).toBe(1);
    expect((await stopped('() => new Promise(() => {})', ['SIGTERM', 'SIGINT'])).code).toBe(1);
  });
});
