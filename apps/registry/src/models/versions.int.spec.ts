import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { admissionScript, describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { runningRegistry, type RunningRegistry } from '../running-registry.builder';
import { linearModel } from './linear-model.builder';

const CSV = `a,b,y\n${Array.from({ length: 60 }, (_, i) => `${i / 10 - 3},${(i % 7) / 10},${i > 29 ? 1 : 0}`).join('\n')}\n`;
const LIMIT = 200_000;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Upload {
  readonly artifact?: Buffer;
  readonly manifest?: object;
  readonly reference?: string | Buffer;
  readonly files?: readonly (readonly [string, Buffer])[];
}

function formOf({ artifact = linearModel().onnx, manifest = { label: 'y' }, reference = CSV, files = [] }: Upload) {
  const form = new FormData();
  const blob = (bytes: string | Buffer) => new Blob([bytes as Buffer<ArrayBuffer>]);
  // Data before the graph, the manifest last: parts may come in any order.
  for (const [name, bytes] of files) form.append('file', blob(bytes), name);
  form.append('reference', blob(reference), 'reference.csv');
  form.append('artifact', blob(artifact), 'model.onnx');
  form.append('manifest', JSON.stringify(manifest));
  return form;
}

describeWithServer('database', 'versions over HTTP', () => {
  let registry: RunningRegistry;
  beforeAll(async () => {
    registry = await runningRegistry({
      database: await testDatabase(),
      admissionScript: admissionScript(),
      env: { UPLOAD_MAX_BYTES: String(LIMIT) },
    });
  }, 60_000);
  afterAll(() => registry.stop());

  const push = (model: string, upload: Upload = {}) =>
    registry.call(`models/${encodeURIComponent(model)}/versions`, { method: 'POST', body: formOf(upload) });
  const json = async (answer: Response): Promise<Record<string, unknown>> =>
    (await answer.json()) as Record<string, unknown>;
  const uploads = () => readdir(join(registry.dataDir, 'uploads'));
  const post = (path: string, body: object) =>
    registry.call(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  it('shows what was detected, measured with intervals, tried and made from', async () => {
    const lineage = { codeCommit: 'abc1234', trainer: { name: 'sklearn', version: '1.5' }, parameters: { depth: 3 } };
    const answer = await push('Shown Model_1', { manifest: { label: 'y', lineage } });
    expect(answer.status).toBe(201);
    const shown = await json(await registry.call('models/Shown%20Model_1/versions/1'));
    expect(shown).toMatchObject({
      originalDigest: null,
      files: [],
      archived: null,
      metricIntervals: { accuracy: { method: 'wilson', on: 'reference', rows: 60 }, auc: { method: 'delong' } },
      lineage: { ...lineage, data: [{ name: 'reference', digest: sha256(Buffer.from(CSV)), rows: 60 }] },
      detection: { scoreOutput: { chosen: expect.stringContaining('probabilities') } },
      admission: { rows: 60, latencyMs: { p50: expect.any(Number) }, memoryBytes: expect.any(Number) },
    });
    expect(shown).not.toHaveProperty('reference');
    expect(await uploads()).toEqual([]);
  });

  it('takes external data in a folder, sends it back, and answers 304 for what is known', async () => {
    const { onnx, weights } = linearModel({ external: 'data/weights.bin' });
    const answer = await push('external', { artifact: onnx, files: [['data/weights.bin', weights]] });
    expect(await json(answer)).toMatchObject({
      files: [{ name: 'data/weights.bin', digest: sha256(weights), bytes: 8 }],
    });
    const url = 'models/external/versions/1';
    for (const [path, bytes] of [
      [`${url}/artifact`, onnx],
      [`${url}/artifact?original=true`, onnx],
      [`${url}/files/data/weights.bin`, weights],
    ] as const) {
      const sent = await registry.call(path);
      expect(sent.headers.get('content-length')).toBe(String(bytes.length));
      expect(sent.headers.get('etag')).toBe(`"${sha256(bytes)}"`);
      expect(Buffer.from(await sent.arrayBuffer()).equals(bytes)).toBe(true);
      const known = { 'if-none-match': `"other", W/"${sha256(bytes)}"` };
      const again = await registry.call(path, { headers: known });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await registry.call(`${url}/files/weights.bin`)).status).toBe(404);
  });

  const { onnx: beside, weights } = linearModel({ external: 'w.bin' });
  const digest = 'a'.repeat(64);

  it.each<[string, Upload, number, string]>([
    ['a name that leads out', { files: [['../w.bin', weights]] }, 422, 'external_name_invalid'],
    ['an absolute name', { files: [['/etc/w.bin', weights]] }, 422, 'external_name_invalid'],
    ['a backslash in a name', { files: [['a\\w.bin', weights]] }, 422, 'external_name_invalid'],
    [
      'a file that is there twice',
      {
        files: [
          ['w', weights],
          ['w', weights],
        ],
      },
      422,
      'part_repeated',
    ],
    ['a file that the graph does not use', { files: [['other.bin', weights]] }, 422, 'external_data_unused'],
    ['a file that is missing', { artifact: beside }, 422, 'external_data_missing'],
    ['another artifact than told', { manifest: { label: 'y', artifactDigest: digest } }, 422, 'digest_mismatch'],
    [
      'a file that was told and not sent',
      { manifest: { label: 'y', fileDigests: { w: digest } } },
      422,
      'digest_mismatch',
    ],
    ['a model above the limit', { artifact: Buffer.alloc(LIMIT + 1, 1) }, 413, 'upload_too_large'],
    [
      'files above the limit together',
      { files: Array.from({ length: 4 }, (_, i) => [`${i}`, Buffer.alloc(LIMIT / 3)] as const) },
      413,
      'upload_too_large',
    ],
    ['a manifest above 1 MB', { manifest: { description: 'x'.repeat(2 ** 20) } }, 413, 'upload_too_large'],
    ['a Parquet reference', { reference: Buffer.from('PAR1....PAR1') }, 422, 'reference_parquet'],
    ['an empty artifact', { artifact: Buffer.alloc(0) }, 422, 'artifact_empty'],
    ['no ONNX', { artifact: Buffer.from('a,b\n1,2\n') }, 422, 'onnx_not_onnx'],
  ])('refuses %s and keeps nothing', async (_, upload, status, code) => {
    const answer = await push('refused', upload);
    expect([answer.status, await json(answer)]).toEqual([status, expect.objectContaining({ code })]);
    expect((await registry.call('models/refused')).status).toBe(404);
    expect(await uploads()).toEqual([]);
  });

  it('refuses a NUL in a file name', async () => {
    const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="a\0b"\r\n\r\n1\r\n--x--\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await registry.call('models/refused/versions', { method: 'POST', body: part, headers });
    expect([answer.status, (await json(answer))['code']]).toEqual([422, 'external_name_invalid']);
  });

  it('forgets an upload whose sender goes away', async () => {
    const { hostname, port } = new URL(registry.url);
    const headers = {
      authorization: 'Bearer token-of-the-admin',
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 150_000,
    };
    const sender = request({ hostname, port, method: 'POST', path: '/api/v1/models/gone/versions', headers });
    sender.on('error', () => undefined);
    sender.write('--x\r\ncontent-disposition: form-data; name="artifact"; filename="m.onnx"\r\n\r\n');
    sender.write(Buffer.alloc(100_000));
    try {
      await waitUntil('the upload arrives', async () => (await uploads()).length === 1);
    } finally {
      sender.destroy();
    }
    await waitUntil('it is forgotten', async () => (await uploads()).length === 0);
    expect((await registry.call('models/gone')).status).toBe(404);
  });

  it('finds a damaged byte, names it, and sends none of the file', async () => {
    const { artifactDigest } = await json(await push('damaged'));
    const found = await findBlob(join(registry.dataDir, 'artifacts'), String(artifactDigest));
    const bytes = await readFile(found);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    const mended = await readFile(found);
    await writeFile(found, bytes);
    const answer = await registry.call('models/damaged/versions/1/artifact');
    const problem = await json(answer);
    expect([answer.status, problem['code'], answer.headers.get('etag')]).toEqual([500, 'artifact_corrupt', null]);
    expect(problem['detail']).toContain(`${String(artifactDigest)} of version 1 of damaged`);
    await writeFile(found, mended);
    expect((await registry.call('models/damaged/versions/1/artifact')).status).toBe(200);
  });

  it('deletes only what nothing ever pointed to, archives the rest, and never gives a number again', async () => {
    const versions = 'models/life/versions';
    for (const weight of [1, 2, 3]) await push('life', { artifact: linearModel({ weight }).onnx });
    const remove = (version: number) => registry.call(`${versions}/${version}`, { method: 'DELETE' });
    const promote = (version: number) => post('models/life/promote', { version, reason: 'better' });
    const archive = (version: number, reason = 'too old') => post(`${versions}/${version}/archive`, { reason });
    const numbers = async (query = '') =>
      ((await json(await registry.call(`${versions}${query}`)))['items'] as { version: number }[]).map(
        (v) => v.version,
      );
    for (const version of [1, 2]) expect((await promote(version)).status).toBe(200);
    expect((await remove(3)).status).toBe(204);
    expect((await remove(3)).status).toBe(404);
    for (const version of [1, 2])
      expect(await json(await remove(version))).toMatchObject({ status: 409, code: 'version_referenced' });
    expect(await json(await archive(2))).toMatchObject({ status: 409, code: 'version_in_use' });
    expect(await json(await archive(1))).toMatchObject({ version: 1, archived: { reason: 'too old' } });
    expect(await json(await promote(1))).toMatchObject({ status: 409, code: 'version_archived' });
    expect(await json(await push('life', { artifact: linearModel({ weight: 4 }).onnx }))).toMatchObject({ version: 4 });
    expect([await numbers(), await numbers('?archived=true'), await numbers('?archived=false')]).toEqual([
      [4, 2, 1],
      [1],
      [4, 2],
    ]);
    expect(await json(await post(`${versions}/1/unarchive`, { reason: 'needed' }))).toMatchObject({ archived: null });
    expect((await promote(1)).status).toBe(200);
    const { items } = (await json(await registry.call('audit?model=life'))) as { items: { action: string }[] };
    const actions = items.map(({ action }) => action);
    expect(actions.filter((action) => /deleted|archived/.test(action)).sort()).toEqual([
      'version.archived',
      'version.deleted',
      'version.unarchived',
    ]);
  });
});

async function findBlob(root: string, digest: string): Promise<string> {
  const names = await readdir(root, { recursive: true });
  return join(root, names.find((name) => name.endsWith(digest) || name.replaceAll('/', '').endsWith(digest)) ?? digest);
}
