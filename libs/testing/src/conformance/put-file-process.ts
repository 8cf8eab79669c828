import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { processEnvironment } from '../env';

export interface PutFileArguments {
  readonly artifactUrl: string;
  readonly dataDir: string;
  readonly file: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface PutFileProcess {
  start(given: PutFileArguments): ChildProcess;
  /** Runs to the end. @returns what it printed */
  run(given: PutFileArguments): Promise<Record<string, unknown>>;
  remove(): void;
}

/** `putFile` in a process that may be killed. The bundle lies inside the checkout, where it finds its packages. */
export function putFileProcess(): PutFileProcess {
  const parent = resolve('tmp');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'put-file-'));
  const program = join(folder, 'program.cjs');
  const entry = resolve('libs/testing/src/conformance/put-file-program.ts');
  const flags = ['--bundle', '--platform=node', '--packages=external', '--tsconfig=tsconfig.base.json'];
  execFileSync(resolve('node_modules/.bin/esbuild'), [entry, ...flags, `--outfile=${program}`], { stdio: 'pipe' });
  const start = ({ artifactUrl, dataDir, file, environment }: PutFileArguments) =>
    spawn(process.execPath, ['--no-warnings', program, artifactUrl, dataDir, file], {
      env: { ...processEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  return {
    start,
    run: async (given) => {
      let output = '';
      const child = start(given);
      child.stdout?.on('data', (text) => (output += String(text)));
      await new Promise((done) => child.once('close', done));
      return JSON.parse(output) as Record<string, unknown>;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
