import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningProduct } from './product/running-product.builder';
import { writeStream } from './product/stream.builder';

describe('bad input', () => {
  let product: RunningProduct;
  let stream: string;
  const file = (name: string, text: string): string => {
    const path = join(product.folder, name);
    writeFileSync(path, text);
    return path;
  };

  beforeAll(async () => {
    product = await RunningProduct.start();
    stream = writeStream(product.folder, 400, 400);
    await product.json(
      'train',
      '--name',
      'good',
      '--data',
      stream,
      '--label',
      'left',
      '--positive',
      'yes',
      '--promote',
    );
  }, 240_000);

  afterAll(async () => {
    const ready = await product.request('registry', '/health/ready');
    await product.stop();
    expect(ready.status).toBe(200);
  });

  const modelNames = async () => {
    const { body } = await product.request('registry', '/api/v1/models');
    return (body as { items: { name: string }[] }).items.map(({ name }) => name);
  };

  it.each<[string, (folder: () => string) => string[], RegExp]>([
    ['a missing label', () => ['train', '--name', 'bad', '--data', stream, '--label', 'churned'], /churned/],
    ['an empty file', () => ['train', '--name', 'bad', '--data', file('empty.csv', ''), '--label', 'left'], /empty/],
    [
      'an unknown column to drop',
      () => ['train', '--name', 'bad', '--data', stream, '--label', 'left', '--drop', 'shoe_size'],
      /shoe_size/,
    ],
    [
      'a file that is no ONNX model',
      () => ['push', file('model.onnx', 'hello'), '--name', 'bad', '--reference', stream, '--label', 'left'],
      /ONNX/i,
    ],
  ])('%s is refused by name, and nothing is half registered', async (_what, args, message) => {
    const { code, stderr } = await product.cli(...args(() => product.folder));
    expect(stderr).toMatch(message);
    expect(code).toBeGreaterThan(0);
    expect(await modelNames()).toEqual(['good']);
  });

  it('every wrong field of a prediction is named with its pointer, and the value is not repeated', async () => {
    const instances = [{ age: 'forty', balance: 10, country: 'DE', gender: 'male', shoe_size: 44 }, { age: 30 }];
    const { status, body } = await product.post('inference', '/v1/models/good:predict', { instances });
    const pointers = (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect(status).toBe(422);
    expect(pointers).toEqual(expect.arrayContaining(['/instances/0/age', '/instances/0/shoe_size']));
    expect(pointers.some((pointer) => pointer.startsWith('/instances/1'))).toBe(true);
    expect(JSON.stringify(body)).not.toContain('forty');
  });

  it('an outcome without a prediction waits as an orphan; the same outcome twice counts once', async () => {
    const predicted = await product.post('inference', '/v1/models/good:predict', {
      instances: [{ age: 40, balance: 10, country: 'DE', gender: 'male' }],
    });
    const { predictionId } = (predicted.body as { predictions: { predictionId: string }[] }).predictions[0] ?? {};
    const outcome = { model: 'good', predictionId, label: 'yes', observedAt: new Date().toISOString() };
    const orphan = { ...outcome, predictionId: 'nobody-asked' };
    expect((await product.post('registry', '/api/v1/outcomes', { outcomes: [outcome, outcome, orphan] })).status).toBe(
      202,
    );
    const wanted = { predictions: 1, joined: 1, pending: 0, orphans: 1 };
    for (let i = 0; i < 100; i++) {
      const { body } = await product.request('registry', '/api/v1/models/good/reconciliation');
      const { joined, orphans } = body as { joined: number; orphans: number };
      if (joined === 1 && orphans === 1) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await product.request('registry', '/api/v1/models/good/reconciliation')).body).toMatchObject(wanted);
  });

  it('an outcome that does not fit is refused by field, and the rest of its batch with it', async () => {
    const bad = { model: 'good', label: 'yes', observedAt: 'yesterday' };
    const { status, body } = await product.post('registry', '/api/v1/outcomes', { outcomes: [bad] });
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('/outcomes/0/observedAt');
  });
});
