import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { RunningProduct } from './product/running-product.builder';
import { writeStream } from './product/stream.builder';

const PREDICT_TOKEN = 'a-token-of-the-package';

function filesBelow(folder: string, root = folder): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, root) : [relative(root, path)];
  });
}

/** Name, mode, time and content of every file. */
const fingerprint = (folder: string) =>
  filesBelow(folder)
    .sort()
    .map((name) => {
      const { mode, mtimeMs } = statSync(join(folder, name));
      const digest = createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
      return `${name} ${mode.toString(8)} ${mtimeMs} ${digest}`;
    });

/** The package as the Dockerfile starts it, without Docker: its own dependencies by its own lockfile. */
async function startPackage(folder: string): Promise<{ url: string; process: ChildProcess }> {
  await promisify(execFile)('npm', ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit'], {
    cwd: folder,
  });
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: {
      PREDICT_TOKEN_SHA256: createHash('sha256').update(PREDICT_TOKEN).digest('hex'),
      INFERENCE_PORT: '0',
      INFERENCE_GRPC_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { rest } = JSON.parse(line) as { rest?: string };
      if (rest) resolve(rest);
    });
    child.once('exit', (code) => reject(new RangeError(`the package ended with ${code}`)));
  });
  return { url, process: child };
}

const GOOD = [
  { age: 40, balance: 10.5, country: 'DE', gender: 'male' },
  { age: 25, balance: -3, country: 'FR', gender: 'female' },
  { age: 61, balance: 99, country: 'XX', gender: 'male' },
];

describe('plumbline package', () => {
  let product: RunningProduct;
  let folder: string;
  let packaged: { url: string; process: ChildProcess };

  beforeAll(async () => {
    product = await RunningProduct.start();
    const data = writeStream(product.folder, 400, 400);
    const train = ['--data', data, '--label', 'left', '--positive', 'yes', '--promote'];
    await product.json('train', '--name', 'leavers', ...train);
    folder = join(product.folder, 'one');
    await product.json('package', 'leavers', '1', '--out', folder);
  }, 240_000);

  afterAll(async () => {
    packaged?.process.kill('SIGTERM');
    await product?.stop();
  });

  it('gives byte-identical folders in two runs, and never writes over one by accident', async () => {
    const second = join(product.folder, 'two');
    await product.json('package', 'leavers', '1', '--out', second);
    expect(fingerprint(second)).toEqual(fingerprint(folder));
    expect(filesBelow(folder).sort()).toEqual(
      [
        '.dockerignore',
        'Dockerfile',
        'README.md',
        'model-process.js',
        'model/model.onnx',
        'openapi.json',
        'package-lock.json',
        'package.json',
        'package.plumbline.json',
        'server.js',
      ].sort(),
    );
    const again = await product.cli('package', 'leavers', '1', '--out', second);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is not empty')]);
    const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK/m);
  }, 120_000);

  const ask = async (url: string, body: unknown, token: string) => {
    const response = await fetch(`${url}/v1/models/leavers:predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('serves the same answers and the same refusals as the product does', async () => {
    packaged = await startPackage(folder);
    const both = async (body: unknown) => {
      const inProduct = await ask(product.urls.inference, body, String(product.env['PLUMBLINE_TOKEN']));
      return [inProduct, await ask(packaged.url, body, PREDICT_TOKEN)] as const;
    };
    const withoutIds = ({ status, body }: Awaited<ReturnType<typeof ask>>) => ({
      status,
      code: body['code'],
      errors: body['errors'],
      predictions: (body['predictions'] as Record<string, unknown>[] | undefined)?.map(
        ({ predictionId: _id, ...rest }) => rest,
      ),
    });
    const bodies: unknown[] = [
      { instances: GOOD },
      { instances: [{ ...GOOD[0], age: 'forty' }, { age: 30 }] },
      { instances: [{ ...GOOD[0], shoe_size: 44 }] },
      { instances: [] },
      { instances: GOOD, subjects: ['a'] },
      { instances: GOOD, parameters: { version: '1' } },
      { instances: GOOD, parameters: { version: '7' } },
    ];
    for (const body of bodies) {
      const [inProduct, inPackage] = await both(body);
      expect(withoutIds(inPackage)).toEqual(withoutIds(inProduct));
    }
    const [first] = await both({ instances: GOOD });
    expect(first.status).toBe(200);
  }, 180_000);

  it('asks for its token, is ready, and describes itself', async () => {
    expect((await ask(packaged.url, { instances: GOOD }, '')).status).toBe(401);
    expect((await ask(packaged.url, { instances: GOOD }, 'another')).status).toBe(401);
    expect((await fetch(`${packaged.url}/health/ready`)).status).toBe(200);
    const described = (await (await fetch(`${packaged.url}/openapi.json`)).json()) as unknown;
    expect(described).toEqual(JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8')));
    expect(JSON.stringify(described)).toContain('/v1/models/leavers:predict');
  });
});
