import { readFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { predictionEventSchema } from '@plumbline/contracts';
import { createArtifactStore } from '@plumbline/platform';
import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import type { Signature } from '@plumbline/registry-core';
import Ajv2020 from 'ajv/dist/2020';
import { InferenceWorld } from './inference-world.builder';
import { inferKind, layOut, modelKinds, referenceOf, rowsOf, type ModelKind } from './model-kind.builder';
import type { OpenApiDocument } from './openapi/build-openapi';
import { startInference, type RunningInference } from './running-inference.builder';

interface Operation {
  readonly requestBody: { content: { 'application/json': { schema: object; example: { instances: object[] } } } };
  readonly responses: { '200': { content: { 'application/json': { schema: object; example: unknown } } } };
}

const kindOf = (name: string): ModelKind => {
  const kind = modelKinds().find((one) => one.name === name);
  if (!kind) throw new RangeError(`there is no kind ${name}`);
  return kind;
};
const KINDS = ['keras-softmax', 'label-only-texts', 'regressor-double', 'sklearn-int64-columns', 'keras-fixed-batch'];

describeWithServer('database', 'models of other kinds than a binary one', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let isClosed = false;
  const signatures = new Map<string, Signature>();

  /** What the registry would have written; the external file may have been damaged since. */
  async function register(name: string, version: number, damaged = false): Promise<void> {
    const kind = kindOf(name);
    const { signature } = await inferKind(kind, referenceOf(kind));
    signatures.set(name, signature);
    const store = createArtifactStore({ dataDir: world.dataDir });
    const { path, remove } = layOut(kind);
    const digest = await store.put(readFileSync(path));
    const files = await Promise.all(
      kind.external.map(async (external) => {
        const bytes = readFileSync(join(path, '..', external.name));
        if (damaged) bytes[0] = (bytes[0] as number) ^ 1;
        const fileDigest = await store.put(bytes);
        if (damaged) damage(fileDigest);
        return { name: external.name, digest: fileDigest, bytes: bytes.length };
      }),
    );
    remove();
    await world.pool.query('INSERT INTO model (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
    await world.pool.query(
      `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, files, signature, created_by)
       VALUES ($1, $2, $3, 1, $4, $5, 'test')`,
      [name, version, digest, JSON.stringify(files), JSON.stringify(signature)],
    );
    await world.promote(name, version);
  }

  function damage(digest: string): void {
    const stored = readdirSync(world.dataDir, { recursive: true, encoding: 'utf8' });
    const file = join(world.dataDir, stored.find((name) => name.endsWith(digest.slice(2))) as string);
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
    writeFileSync(file, bytes);
  }

  const firstInstance = (name: string): Record<string, unknown> => {
    const signature = signatures.get(name) as Signature;
    const [row = []] = rowsOf(kindOf(name), signature);
    return Object.fromEntries(signature.features.map((feature, i) => [feature.name, row[i]]));
  };

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    for (const name of KINDS) await register(name, 1);
    inference = await startInference(world);
  });
  afterAll(async () => {
    if (!isClosed) await inference?.close();
    await world?.close();
  });

  it('answers each kind in its own form, as Python answers', async () => {
    const answers = await Promise.all(
      KINDS.map(async (name) => {
        const { status, body } = await inference.client.predict(name, { instances: [firstInstance(name)] });
        expect(status).toBe(200);
        const { predictionId: _, modelVersion: __, ...answer } = body.predictions[0] ?? {};
        return answer;
      }),
    );
    const close = (value: number) => expect.closeTo(value, 5);
    expect(answers).toEqual([
      {
        label: 'medium',
        score: close(0.43991556),
        probabilities: { high: close(0.33780244), low: close(0.22228195), medium: close(0.43991556) },
      },
      { label: 'paid', score: 0 },
      { value: close(128.150204) },
      { label: 'no', score: close(0.36636263) },
      { label: '0', score: close(0.38216138) },
    ]);
  });

  it('leaves events that the contract takes, with the label', async () => {
    const { body } = await inference.client.predict('keras-softmax', { instances: [firstInstance('keras-softmax')] });
    const id = body.predictions[0]?.predictionId;
    const find = async () => (await world.published()).find((event) => event['predictionId'] === id);
    await waitUntil('the event is on the bus', async () => (await find()) !== undefined);
    const event = await find();
    expect(predictionEventSchema.safeParse(event).success).toBe(true);
    expect(event).toMatchObject({ label: 'medium', score: expect.closeTo(0.43991556, 5) });
  });

  it.each(KINDS)('documents requests and answers of %s, and both examples fit', async (name) => {
    const { body: document } = await inference.client.get<OpenApiDocument>('/openapi.json');
    const operation = document.paths[`/v1/models/${name}:predict`]?.post as unknown as Operation;
    const request = operation.requestBody.content['application/json'];
    const answer = operation.responses['200'].content['application/json'];
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
    expect(ajv.compile({ ...request.schema, components: document['components'] })(request.example)).toBe(true);
    const { status, body } = await inference.client.predict(name, request.example);
    expect(status).toBe(200);
    const fits = ajv.compile(answer.schema);
    expect([fits(body), fits(answer.example), fits({ model: name, predictions: [{}] })]).toEqual([true, true, false]);
  });

  it('refuses a fraction where the tensor holds whole numbers, and a number that it cannot hold exactly', async () => {
    const instance = firstInstance('sklearn-int64-columns');
    const refused = async (age: unknown) => {
      const answer = await inference.client.refused('sklearn-int64-columns', { instances: [{ ...instance, age }] });
      return [answer.status, answer.body.errors?.map(({ pointer }) => pointer)];
    };
    expect(await refused(30.5)).toEqual([422, ['/instances/0/age']]);
    expect(await refused(2 ** 53)).toEqual([422, ['/instances/0/age']]);
    expect(await refused(null)).toEqual([422, ['/instances/0/age']]);
  });

  it('keeps the champion when a byte of its successor is damaged, says why, and leaves no file behind', async () => {
    const cache = join(world.dataDir, 'model-cache');
    expect(readdirSync(cache)).toHaveLength(1);
    await register('keras-softmax', 2, true);
    const seen = async () =>
      (
        await inference.client.get<{ notServed: { version: string; code: string; reason: string }[] }>(
          '/v1/models/keras-softmax',
        )
      ).body;
    await waitUntil('the failure is shown', async () => (await seen()).notServed.length > 0);
    expect(await seen()).toMatchObject({
      ready: true,
      versions: [{ version: '1' }],
      notServed: [{ version: '2', code: 'artifact_corrupt' }],
    });
    const { body } = await inference.client.predict('keras-softmax', { instances: [firstInstance('keras-softmax')] });
    expect(body.predictions[0]?.modelVersion).toBe('1');
    await waitUntil('only the files of the champion are there', () => readdirSync(cache).length === 1);
    await world.promote('keras-softmax', 1);
    await waitUntil('nothing is missing any more', async () => (await seen()).notServed.length === 0);
  });

  it('takes the files away when it ends', async () => {
    isClosed = true;
    await inference.close();
    const cache = join(world.dataDir, 'model-cache');
    expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  });
});
