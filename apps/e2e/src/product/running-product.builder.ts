import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEnvironment } from '../env';

const TOKEN = 'plb_end-to-end-test-token';
const READY_MS = 150_000;

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
  // PostgreSQL may run as another user, who must be able to pass.
  chmodSync(folder, 0o755);
  return folder;
}

/** Runs a program of the repository to its end. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...testEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** The product as a user starts it: `npm start`'s own program, on free ports and in a folder of its own. */
export class RunningProduct {
  private output = '';
  private constructor(
    private readonly child: ChildProcess,
    readonly folder: string,
    readonly urls: {
      readonly registry: string;
      readonly inference: string;
      readonly monitor: string;
      readonly retraining: string;
    },
    readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(given: NodeJS.ProcessEnv = {}, folder = temporaryFolder()): Promise<RunningProduct> {
    const [registry, inference, grpc, monitor, retraining] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    const env: NodeJS.ProcessEnv = {
      PLUMBLINE_DATA_DIR: folder,
      PLUMBLINE_ADMIN_TOKEN: TOKEN,
      PLUMBLINE_DEMO: '0',
      REGISTRY_PORT: String(registry),
      INFERENCE_PORT: String(inference),
      INFERENCE_GRPC_PORT: String(grpc),
      MONITOR_PORT: String(monitor),
      RETRAINING_PORT: String(retraining),
      PLUMBLINE_URL: `http://127.0.0.1:${registry}`,
      PLUMBLINE_TOKEN: TOKEN,
      ...given,
    };
    const child = spawn(process.execPath, ['tools/start.mjs'], {
      env: { ...testEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const url = (port: number) => `http://127.0.0.1:${port}`;
    const urls = {
      registry: url(registry),
      inference: url(inference),
      monitor: url(monitor),
      retraining: url(retraining),
    };
    const product = new RunningProduct(child, folder, urls, env);
    await product.ready();
    return product;
  }

  private ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new RangeError(`${why}; the start said:\n${this.output.slice(-4_000)}`));
      const timer = setTimeout(() => fail(`not up after ${READY_MS} ms`), READY_MS);
      const read = (chunk: unknown): void => {
        this.output += String(chunk);
        if (!this.output.includes('Plumbline is up.')) return;
        clearTimeout(timer);
        resolve();
      };
      this.child.stdout?.on('data', read);
      this.child.stderr?.on('data', read);
      this.child.once('exit', (code) => fail(`the start ended with ${code}`));
    });
  }

  /** Resolves when the log has said it. */
  async logged(text: string, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!this.output.includes(text)) {
      if (Date.now() > deadline)
        throw new RangeError(`"${text}" not logged within ${withinMs} ms:\n${this.output.slice(-2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  log(): string {
    return this.output;
  }

  cli(...args: readonly string[]): Promise<CommandResult> {
    return runNode(['tools/bin/plumbline.mjs', ...args], this.env);
  }

  /** The answer of a CLI command with `-o json`. */
  async json<T>(...args: readonly string[]): Promise<T> {
    const { code, stdout, stderr } = await this.cli(...args, '-o', 'json');
    if (code !== 0) throw new RangeError(`plumbline ${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  async request(
    base: keyof RunningProduct['urls'],
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; body: unknown }> {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...init.headers };
    const response = await fetch(`${this.urls[base]}${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  post(base: keyof RunningProduct['urls'], path: string, body: unknown) {
    return this.request(base, path, { method: 'POST', body: JSON.stringify(body) });
  }

  /** The start itself dies without a word; what it started is on its own. */
  async killStart(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Ctrl-C. */
  async stop({ keepData = false } = {}): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    if (this.child.exitCode === null) this.child.kill('SIGINT');
    const code = this.child.exitCode ?? (await ended);
    if (!keepData) rmSync(this.folder, { recursive: true, force: true });
    return code;
  }
}
