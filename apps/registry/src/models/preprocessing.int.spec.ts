import { admissionScript, describeWithServer, testDatabase } from '@plumbline/testing';
import { runningRegistry, type RunningRegistry } from '../running-registry.builder';
import { linearModel } from './linear-model.builder';

/** The graph takes two numbers: `income` standardized, and whether the city is Rome of one. */
const CSV = `income,city,y\n${Array.from({ length: 60 }, (_, i) => `${1_000 + i},rome,${i > 29 ? 1 : 0}`).join('\n')}\n`;
const PREPROCESSING = {
  income: { preprocessing: { kind: 'standardize' } },
  city: { preprocessing: { kind: 'one-hot' }, categories: ['rome'] },
};

describeWithServer('database', 'declared preprocessing over HTTP', () => {
  let registry: RunningRegistry;
  beforeAll(async () => {
    registry = await runningRegistry({ database: await testDatabase(), admissionScript: admissionScript() });
  }, 60_000);
  afterAll(() => registry.stop());

  async function push(features: object) {
    const form = new FormData();
    form.append('reference', new Blob([CSV]), 'reference.csv');
    form.append('artifact', new Blob([linearModel().onnx as Buffer<ArrayBuffer>]), 'model.onnx');
    form.append('manifest', JSON.stringify({ label: 'y', features }));
    const answer = await registry.call('models/scaled/versions', { method: 'POST', body: form });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  it('is completed from the reference, tried at admission, measured and shown with the version', async () => {
    const { status } = await push(PREPROCESSING);
    expect(status).toBe(201);
    const shown = (await (await registry.call('models/scaled/versions/1')).json()) as Record<string, unknown>;
    // Of 1000 to 1059: mean 1029.5, deviation sqrt((60^2 - 1) / 12).
    expect(shown).toMatchObject({
      signature: {
        features: [
          {
            name: 'income',
            preprocessing: { kind: 'standardize', mean: 1029.5, deviation: expect.closeTo(Math.sqrt(3_599 / 12), 10) },
          },
          { name: 'city', preprocessing: { kind: 'one-hot' } },
        ],
      },
    });
    // Unscaled, every score would be 1 and the AUC a coin's.
    expect(shown).toMatchObject({ metrics: { auc: 1 } });
  });

  it('is refused where it does not fit, naming the field, and where a field of it is unknown', async () => {
    const wrong = await push({
      ...PREPROCESSING,
      income: { preprocessing: { kind: 'min-max', minimum: 1, maximum: 1 } },
    });
    expect(wrong).toMatchObject({
      status: 422,
      body: {
        code: 'preprocessing_invalid',
        errors: [
          {
            pointer: '/manifest/features/income/preprocessing',
            detail: expect.stringMatching(/minimum below the maximum; leave both out/),
          },
        ],
      },
    });
    const unknown = await push({ ...PREPROCESSING, income: { preprocessing: { kind: 'standardize', average: 3 } } });
    expect(unknown).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: expect.stringMatching(/preprocessing/) }] },
    });
  });
});
