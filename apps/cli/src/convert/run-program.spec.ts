import { printable, runProgram } from './run-program';

const node = (code: string): string[] => [process.execPath, '-e', code];

describe('runProgram', () => {
  it('answers exit code and output', async () => {
    const result = await runProgram(node('console.log("out"); process.exit(7)'), { timeoutMs: 20_000 });
    expect(result).toMatchObject({ code: 7, timedOut: false, output: 'out\n' });
  });

  it('kills the whole group when the time is up', async () => {
    const code = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(child.pid); setInterval(() => {}, 1000);`;
    const { timedOut, output } = await runProgram(node(code), { timeoutMs: 1_500 });
    expect(timedOut).toBe(true);
    // Signal 0 asks whether the process is there; a killed orphan may stay a zombie for a moment.
    const isGone = () => {
      try {
        return !process.kill(Number(output), 0);
      } catch {
        return true;
      }
    };
    for (let i = 0; i < 50 && !isGone(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isGone()).toBe(true);
  });

  it('keeps no more than the last 64 KB of a flood', async () => {
    const { output } = await runProgram(node('process.stdout.write("x".repeat(1e6) + "end")'), { timeoutMs: 20_000 });
    expect(output.length).toBe(64 * 1024);
    expect(output.endsWith('end')).toBe(true);
  });

  it('passes on the environment it is given and nothing else', async () => {
    const environment = { ONLY: 'this' };
    const { output } = await runProgram(node('console.log(Object.keys(process.env).join())'), {
      environment,
      timeoutMs: 20_000,
    });
    expect(output.trim()).toBe('ONLY');
  });
});

describe('printable', () => {
  it('takes what steers a terminal out of a stranger’s words', () => {
    expect(printable('\x1b[2Jhëllo\x07\n\x9b1m')).toBe('[2Jhëllo\n1m');
  });
});
