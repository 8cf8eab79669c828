import { fork, type ChildProcess } from 'node:child_process';
import { PlumblineError } from '@plumbline/problem';
import { ModelRunError } from '@plumbline/serving-core';
import type { ModelAnswer, ModelRequest, ModelResults } from './messages';

export interface ModelProcessOptions {
  /** Node script that calls `runModelProcess`. */
  readonly script: string;
  /** Of one run; the process is killed and replaced when it takes longer. */
  readonly runLimitMs?: number;
  /** Told of each process that had to be given up. */
  readonly onGivenUp?: (key: string, error: ModelRunError) => void;
}

const RUN_LIMIT_MS = 10_000;

interface InFlight {
  readonly key: string;
  readonly resolve: (value: ModelResults[keyof ModelResults]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The process beside this one that runs what would keep this one's event loop busy. A thread would not do: the runtime's
 * native code cannot be interrupted, so a thread in an endless run can neither be terminated nor let its process exit.
 * One request is in it at a time; it starts with the first, and anew after it had to be killed.
 */
export class ModelProcess {
  readonly runLimitMs: number;
  private child: ChildProcess | undefined;
  private started = 0;
  private inFlight: InFlight | undefined;
  private waiting: (() => void)[] = [];
  private isPumping = false;
  private isClosed = false;

  constructor(private readonly options: ModelProcessOptions) {
    this.runLimitMs = options.runLimitMs ?? RUN_LIMIT_MS;
  }

  /** Grows with each process that was started: what was loaded in an earlier one is gone. */
  get generation(): number {
    return this.started;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Calls the function in a later turn, when nothing runs: a request that it makes then begins at once. */
  readonly whenFree = (start: () => void): void => {
    this.waiting.push(start);
    this.pumpSoon();
  };

  /** @throws ModelRunError when it took longer than `limitMs`, or the process died */
  ask<R extends ModelRequest>(request: R, limitMs = this.runLimitMs): Promise<ModelResults[R['op']]> {
    return new Promise((resolve, reject) => {
      const post = (): void => this.post(request, limitMs, { resolve: resolve as InFlight['resolve'], reject });
      if (this.inFlight) this.waiting.push(post);
      else post();
    });
  }

  /** Nothing more is run; requests under way are given up. */
  async close(): Promise<void> {
    const { child } = this;
    this.isClosed = true;
    if (!child) return;
    // Nothing else may be left to keep this process from ending before that one.
    child.ref();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.giveUp(stopping());
    this.pump();
    await ended;
  }

  private post(request: ModelRequest, limitMs: number, settle: Pick<InFlight, 'resolve' | 'reject'>): void {
    if (this.isClosed) return settle.reject(stopping());
    const child = (this.child ??= this.start());
    const timer = setTimeout(() => {
      const message = `A run of the model took longer than ${limitMs / 1_000} s and was given up.`;
      this.abandon(new ModelRunError('model_run_timeout', message));
    }, limitMs);
    this.inFlight = { key: request.key, ...settle, timer };
    child.send(request, (error) => {
      if (error && this.child === child) this.abandon(ended(error.message));
    });
  }

  private start(): ChildProcess {
    this.started++;
    const child = fork(this.options.script, [], {
      // Neither settings nor secrets: the graph is not ours.
      env: { ORT_DISABLE_TELEMETRY: '1', LC_ALL: 'C.UTF-8' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (answer: ModelAnswer) => this.receive(child, answer));
    child.once('error', (error) => this.child === child && this.abandon(ended(error.message)));
    child.once('exit', (code, signal) => this.child === child && this.abandon(ended(signal ?? `exit code ${code}`)));
    child.unref();
    child.channel?.unref();
    return child;
  }

  private receive(child: ChildProcess, answer: ModelAnswer): void {
    const { inFlight } = this;
    if (!inFlight || child !== this.child) return;
    this.settle(inFlight);
    if (answer.ok) inFlight.resolve(answer.value);
    else inFlight.reject(new PlumblineError('internal', answer.code, answer.message));
    this.pump();
  }

  private abandon(error: ModelRunError): void {
    if (this.inFlight) this.options.onGivenUp?.(this.inFlight.key, error);
    this.giveUp(error);
    this.pumpSoon();
  }

  private giveUp(error: ModelRunError): void {
    const { child, inFlight } = this;
    this.child = undefined;
    child?.kill('SIGKILL');
    if (!inFlight) return;
    this.settle(inFlight);
    inFlight.reject(error);
  }

  private settle({ timer }: InFlight): void {
    clearTimeout(timer);
    this.inFlight = undefined;
  }

  private pumpSoon(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    setImmediate(() => {
      this.isPumping = false;
      this.pump();
    });
  }

  /** A function that asks for nothing leaves the turn to the next. */
  private pump(): void {
    while (!this.inFlight && this.waiting.length > 0) this.waiting.shift()?.();
  }
}

const stopping = (): ModelRunError => new ModelRunError('model_process_ended', 'The service is stopping.');

const ended = (how: string): ModelRunError =>
  new ModelRunError('model_process_ended', `The process that ran the model ended (${how}) and was replaced.`);
