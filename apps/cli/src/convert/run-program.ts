import { spawn } from 'node:child_process';

export interface ProgramResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  /** The last of what it printed, at most 64 KB. */
  readonly output: string;
}

export interface ProgramOptions {
  /** Absent: this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly onLine?: (line: string) => void;
}

const KEPT = 64 * 1024;

/** What a stranger's program prints must not steer the terminal. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e\n\u00a0-\uffff]/g, '');

/** Runs a program in a process group of its own, all of which is killed when the time is up or this process is told to end. */
export function runProgram(command: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.environment && { env: options.environment }),
    });
    let output = '';
    let timedOut = false;
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    };
    const end = (): void => {
      kill();
      process.exit(130);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, options.timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      process.off('SIGINT', end).off('SIGTERM', end);
    };
    process.on('SIGINT', end).on('SIGTERM', end);
    let rest = '';
    const take = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      output = (output + text).slice(-KEPT);
      if (!options.onLine) return;
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(-KEPT);
      lines.forEach(options.onLine);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('exit', () => {
      kill();
      // A process that left the group may hold the pipes open.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, 1_000).unref();
    });
    child.once('close', (code, signal) => {
      settle();
      resolve({ code, signal, timedOut, output });
    });
  });
}
