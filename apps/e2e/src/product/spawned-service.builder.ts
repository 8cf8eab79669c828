import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { testEnvironment } from '../env';

export type Service = 'registry' | 'inference' | 'monitor' | 'retraining';

const READY_MS = 120_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One built service, with every line that it wrote, as it wrote it. */
export class SpawnedService {
  output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static build(service: Service): void {
    execFileSync(process.execPath, ['tools/build/build-app.mjs', service], { stdio: 'inherit' });
  }

  static async start(service: Service, env: Readonly<Record<string, string>>): Promise<SpawnedService> {
    const port = await freePort();
    const own = { [`${service.toUpperCase()}_PORT`]: String(port) };
    const child = spawn(process.execPath, [`dist/apps/${service}/main.js`], {
      env: { PATH: testEnvironment()['PATH'], ...env, ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new SpawnedService(child, `http://127.0.0.1:${port}`);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (started.output += String(part)));
    await started.ready(service);
    return started;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }

  private async ready(service: Service): Promise<void> {
    for (const until = Date.now() + READY_MS; Date.now() < until && this.child.exitCode === null;) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new RangeError(`${service} is not ready; it said:\n${this.output.slice(-4_000)}`);
  }
}
