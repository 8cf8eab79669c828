import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { VersionInvalidError } from '@plumbline/registry-core';
import { AdmissionUnavailableError, endError, type RoomEnd } from './admission.errors';
import { CHANNEL_FD, type RoomRequest } from './admission-channel';
import { answerSchema, type RoomAnswer } from './admission-messages';
import { watchMemory } from './memory-watch';
import { roomCommand, type RoomLimits } from './room-command';

const STDERR_BYTES = 4_096;
const READY_BYTES = 1_024;
const OUT_OF_MEMORY = /out of memory|bad_alloc|cannot allocate memory|failed to allocate|allocation failed/i;
const NEWLINE = 0x0a;

interface Pending {
  readonly maximumBytes: number;
  readonly resolve: (answer: RoomAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The child of one room and the line protocol with it: one question at a time, one line of JSON back, no longer than the
 * question allows. Nothing that it says is believed before it is parsed; whatever goes wrong kills its process group.
 */
export class RoomProcess {
  private end: RoomEnd | null = null;
  private pending: Pending | null = null;
  private received: Buffer[] = [];
  private receivedBytes = 0;
  private stderr = '';
  private started = false;
  private readonly stopWatch: () => void;
  private readonly exited: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly limits: RoomLimits,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => this.stop({ kind: 'crash', how: error.message }, resolve));
      child.once('exit', (code, signal) => this.stop(this.endOf(code, signal), resolve));
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr = (this.stderr + chunk).slice(-STDERR_BYTES)));
    this.channel.on('data', (chunk: Buffer) => this.receive(chunk));
    // A write to a dead child: its exit tells the reason.
    this.channel.on('error', () => undefined);
    this.stopWatch = watchMemory(child.pid ?? 0, limits.memoryBytes, () =>
      this.kill({ kind: 'memory', memoryBytes: limits.memoryBytes }),
    );
  }

  /** @throws AdmissionUnavailableError when the process does not come up */
  static async start(command: Parameters<typeof roomCommand>[0]): Promise<RoomProcess> {
    const { command: file, arguments: args } = roomCommand(command);
    const child = spawn(file, args, {
      cwd: command.folder,
      // Its own session and process group, so that whatever it starts ends with it.
      detached: true,
      env: { ORT_DISABLE_TELEMETRY: '1', HOME: command.folder, TMPDIR: command.folder, LC_ALL: 'C.UTF-8', PATH: PATH },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const room = new RoomProcess(child, command.limits);
    try {
      await room.nextAnswer(READY_BYTES);
      room.started = true;
      return room;
    } catch (error) {
      await room.close();
      throw new AdmissionUnavailableError('it did not start', room.stderr.trim() || error);
    }
  }

  /** @throws VersionInvalidError for what the child refuses, and for its death; AdmissionUnavailableError for nonsense */
  async ask(request: RoomRequest, maximumBytes: number): Promise<unknown> {
    if (this.end) throw endError(this.end);
    const answer = this.nextAnswer(maximumBytes);
    this.channel.write(`${JSON.stringify(request)}\n`);
    const told = await answer;
    switch (told.kind) {
      case 'done':
        return told.value;
      case 'refused':
        throw new VersionInvalidError(told.refusals[0]?.code ?? 'artifact_refused', told.refusals);
      case 'ready':
        return this.nonsense('it started twice');
    }
  }

  /** Kills what is left and waits until it is reaped. */
  async close(): Promise<void> {
    this.kill({ kind: 'closed' });
    await this.exited;
  }

  nonsense(reason: string): never {
    this.kill({ kind: 'crash', how: reason });
    throw endError({ kind: 'crash', how: reason });
  }

  private get channel(): Duplex {
    return this.child.stdio[CHANNEL_FD] as Duplex;
  }

  private nextAnswer(maximumBytes: number): Promise<RoomAnswer> {
    const { timeoutMs } = this.limits;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.kill({ kind: 'timeout', timeoutMs }), timeoutMs);
      this.pending = { maximumBytes, resolve, reject, timer };
    });
  }

  private receive(chunk: Buffer): void {
    const { pending } = this;
    this.receivedBytes += chunk.length;
    if (!pending || this.receivedBytes > pending.maximumBytes) {
      return this.kill({ kind: 'crash', how: 'its process sent more than it was asked for' });
    }
    this.received.push(chunk);
    if (chunk.at(-1) !== NEWLINE) return;
    const line = Buffer.concat(this.received).toString('utf8');
    this.received = [];
    this.receivedBytes = 0;
    const answer = parseAnswer(line);
    if (!answer) return this.kill({ kind: 'crash', how: 'its process sent what is no answer' });
    this.pending = null;
    clearTimeout(pending.timer);
    pending.resolve(answer);
  }

  private endOf(code: number | null, signal: NodeJS.Signals | null): RoomEnd {
    const { memoryBytes, timeoutMs } = this.limits;
    if (signal === 'SIGXCPU') return { kind: 'timeout', timeoutMs };
    // We note our own SIGKILL before we send it: one that comes from elsewhere is the kernel's, out of memory.
    const outOfMemory = signal === 'SIGKILL' || OUT_OF_MEMORY.test(this.stderr);
    if (this.started && outOfMemory) return { kind: 'memory', memoryBytes };
    return { kind: 'crash', how: signal ? `signal ${signal}` : `exit code ${code}` };
  }

  private kill(end: RoomEnd): void {
    this.end ??= end;
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }

  private stop(end: RoomEnd, then: () => void): void {
    this.end ??= end;
    // Whatever it left behind in its process group.
    this.kill(end);
    this.stopWatch();
    this.channel.destroy();
    if (this.pending) {
      clearTimeout(this.pending.timer);
      this.pending.reject(endError(this.end));
      this.pending = null;
    }
    then();
  }
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function parseAnswer(line: string): RoomAnswer | null {
  try {
    const parsed = answerSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
