import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError, EXIT } from '../cli.errors';
import { NOBODY, type Confinement } from './confinement';
import type { Interpreter } from './python-interpreter';
import { printable, runProgram, type ProgramResult } from './run-program';

export interface RoomLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** The largest file that may be written. */
  readonly fileMb: number;
}

export interface RoomTools {
  readonly python: Interpreter;
  /** `tools/converters` */
  readonly scripts: string;
  readonly confinement: Confinement;
  readonly limits: RoomLimits;
}

export interface RoomRequest {
  readonly layers: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

const MAX_ANSWER_BYTES = 1024 * 1024;
const PROCESSES = 64;
const ENVIRONMENT = {
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
  LANG: 'C.UTF-8',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  JOBLIB_MULTIPROCESSING: '0',
};

/** A folder in which one converter works: scripts and input it may only read, `work` it may write. */
export class ConverterRoom {
  private constructor(
    private readonly folder: string,
    private readonly tools: RoomTools,
  ) {}

  static async open(tools: RoomTools): Promise<ConverterRoom> {
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-convert-'));
    await chmod(folder, 0o755);
    const room = new ConverterRoom(folder, tools);
    for (const name of ['code', 'input', 'stage', 'work']) await mkdir(join(folder, name), { mode: 0o755 });
    for (const name of await readdir(tools.scripts))
      if (/\.(py|sh)$/.test(name)) {
        await copyFile(join(tools.scripts, name), join(folder, 'code', name));
        await chmod(join(folder, 'code', name), 0o644);
      }
    return room;
  }

  /** @returns where the converter finds its copy */
  async bring(file: string, name: string): Promise<string> {
    const copy = join(this.folder, 'input', name);
    await copyFile(file, copy);
    await chmod(copy, 0o644);
    return copy;
  }

  /** Runs one module of the converters; its answer is a stranger's. */
  async run(module: 'probe' | 'scan' | 'convert', request: RoomRequest): Promise<unknown> {
    await this.renewWork();
    const { confinement, limits, python } = this.tools;
    const requestFile = join(this.folder, 'input', 'request.json');
    const wholeRequest = {
      ...request.fields,
      folder: join(this.folder, 'work'),
      layers: request.layers,
      readable: [join(this.folder, 'input')],
      ownProcesses: confinement.ownProcesses,
      limits: {
        memoryMb: limits.memoryMb,
        cpuSeconds: Math.ceil(limits.timeoutMs / 1000),
        fileMb: limits.fileMb,
        processes: this.isRoot ? PROCESSES : 0,
      },
    };
    await writeFile(requestFile, JSON.stringify(wholeRequest), { mode: 0o644 });
    const script = join(this.folder, 'code', 'confine.py');
    const inner = [python.executable, '-I', '-B', script, requestFile, module];
    const command = confinement.wrap(inner, {
      stage: join(this.folder, 'stage'),
      script: join(this.folder, 'code', 'enter.sh'),
      shown: [python.prefix, ...request.layers],
    });
    const work = join(this.folder, 'work');
    const environment = { ...ENVIRONMENT, HOME: work, TMPDIR: work };
    const result = await runProgram(command, { environment, timeoutMs: limits.timeoutMs });
    return this.answer(module, result);
  }

  /** At most `fileMb`; null when there is none, or when it is no plain file. */
  async take(name: string): Promise<Buffer | null> {
    const { fileMb } = this.tools.limits;
    return this.read(name, fileMb * 1024 * 1024);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private get isRoot(): boolean {
    return process.getuid?.() === 0;
  }

  private async renewWork(): Promise<void> {
    const work = join(this.folder, 'work');
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { mode: 0o700 });
    if (this.isRoot) await chown(work, NOBODY, NOBODY);
  }

  /** A link would lead this process, which may be root, to a file that the converter could not read itself. */
  private async read(name: string, mostBytes: number): Promise<Buffer | null> {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(join(this.folder, 'work', name), flags).catch(() => null);
    if (file === null) return null;
    try {
      const { size } = await file.stat();
      const isPlain = (await file.stat()).isFile();
      return isPlain && size <= mostBytes ? await file.readFile() : null;
    } finally {
      await file.close();
    }
  }

  private async answer(module: string, result: ProgramResult): Promise<unknown> {
    const { limits } = this.tools;
    const seconds = Math.ceil(limits.timeoutMs / 1000);
    if (result.timedOut || result.signal === 'SIGXCPU' || result.code === 152)
      throw new CliError(`the ${module} step was ended after ${seconds} s (--timeout gives it more)`, EXIT.timeout);
    const bytes = await this.read('result.json', MAX_ANSWER_BYTES);
    if (bytes === null) {
      const how = result.signal ?? `exit code ${result.code}`;
      const said = printable(result.output).trim().slice(-800);
      throw new CliError(
        `the ${module} step ended without an answer (${how}); limits: ${limits.memoryMb} MB of memory, ${seconds} s${said === '' ? '' : `\n${said}`}`,
      );
    }
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch (error) {
      throw new CliError(`the ${module} step answered something that is not JSON`, EXIT.error, { cause: error });
    }
  }
}
