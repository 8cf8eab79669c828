import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '@plumbline/testing';
import { convertModel } from './convert-model';
import { cacheDir, describeWithPython, INSTALL_TIMEOUT_MS, pythonWith, scripts } from './converter-world.builder';

const cacheFolder = join(cacheDir, 'converters');
const SECRET = 'the text of a file that every user may read';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isRoot = process.getuid?.() === 0;

describeWithPython(Boolean(processEnvironment()['CI']), 'a hostile pickle', () => {
  let folder: string;
  let target: string;
  let server: Server;
  let connections = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-hostile-spec-'));
    chmodSync(folder, 0o755);
    target = join(folder, 'target');
    mkdirSync(target);
    // Open to every user, so that nothing but the confinement protects it.
    chmodSync(target, 0o777);
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, SECRET, { mode: 0o644 });
    server = createServer(() => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const runScript = await pythonWith(['sklearn']);
    runScript('make-hostile.py', folder, target, `${port}`, secret);
  }, INSTALL_TIMEOUT_MS);
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    expect(readdirSync(target)).toEqual([]);
    expect(connections).toBe(0);
  });

  async function load(name: string, limits: { timeoutMs?: number; memoryMb?: number; fileMb?: number } = {}) {
    const out = join(folder, `${name}.onnx`);
    const request = {
      file: join(folder, `${name}.pkl`),
      format: 'pickle' as const,
      out,
      from: 'sklearn' as const,
      drop: [],
      tolerance: 1e-5,
      keep: false,
      trusted: false,
      allowVersionMismatch: false,
      python: 'python3',
      limits: { timeoutMs: 60_000, memoryMb: 2048, fileMb: 64, ...limits },
    };
    const host = { scripts, cacheFolder, tell: () => undefined };
    const fault = await convertModel(request, host).then(
      () => null,
      (error: { message: string; exitCode: number }) => error,
    );
    if (fault === null) throw new Error(`${name} was converted`);
    expect(existsSync(out)).toBe(false);
    return fault;
  }

  it('writes nothing, reads nothing, reaches nobody and becomes nobody else', async () => {
    const { message } = await load('tries');
    const text = /FOUND(\{.*\})/.exec(message)?.[1];
    const found = JSON.parse(text ?? '{}') as Record<string, string>;
    expect(found).toMatchObject({
      write: 'PermissionError',
      read: 'PermissionError',
      tcp: expect.stringMatching(/Error$/),
      link: 'PermissionError',
      scripts: 'PermissionError',
    });
    expect(found['shell']).not.toBe('0');
    expect(message).not.toContain(SECRET);
    for (const name of ['PATH', 'HOME']) expect(found['environment']).toContain(name);
    expect(found['environment']).not.toMatch(/TOKEN|URL|npm_/);
    if (!isRoot) return;
    expect(found).toMatchObject({ uid: '65534', root: 'PermissionError', udp: 'OSError' });
    expect(Number(found['processes'])).toBeLessThan(5);
  });

  it('gets no more memory than it was given', async () => {
    const { message, exitCode } = await load('memory');
    expect(message).toContain('2048 MB');
    expect(exitCode).toBe(1);
  });

  it('is ended when its time is up, with exit code 4', async () => {
    const started = Date.now();
    const { message, exitCode } = await load('endless', { timeoutMs: 12_000 });
    expect(exitCode).toBe(4);
    expect(message).toContain('--timeout');
    expect(Date.now() - started).toBeLessThan(45_000);
  });

  it('leaves no process behind that could write later', async () => {
    expect((await load('daemon')).message).toContain('left a child');
    await pause(5_000);
    // afterEach looks whether it wrote.
    expect(readdirSync(target)).toEqual([]);
  });

  it('can not fill the process table', async () => {
    const { message } = await load('forks');
    if (isRoot) expect(Number(/MADE(\d+)/.exec(message)?.[1] ?? 'NaN')).toBeLessThan(70);
  });

  it('can not write a file larger than it may', async () => {
    const { message } = await load('disk');
    expect(message).toMatch(/File too large|SIGXFSZ|without an answer/);
  });

  it('is not believed beyond the agreed form', async () => {
    expect((await load('forged')).message).toContain('without an answer');
  });

  it('leaves no folder of its own in the temporary folder', () => {
    const left = readdirSync(tmpdir()).filter(
      (name) => name.startsWith('plumbline-convert-') && !name.includes('spec'),
    );
    expect(left.map((name) => readFileSync(join(tmpdir(), name, 'input/model')).length)).toEqual([]);
  });
});
