import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface SpawnedInference {
  readonly process: ChildProcess;
  readonly url: string;
  /** Resolves with the exit code, or null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The built service as a process of its own; resolves when it listens. */
export function spawnInference(environment: Record<string, string>): Promise<SpawnedInference> {
  const child = spawn(process.execPath, ['dist/apps/inference/main.js'], {
    env: { ...environment, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { rest } = JSON.parse(line) as { rest?: string };
      if (rest) resolve({ process: child, url: rest, end });
    });
    void exited.then((code) => reject(new RangeError(`inference ended with ${String(code)} before it listened`)));
  });
}
