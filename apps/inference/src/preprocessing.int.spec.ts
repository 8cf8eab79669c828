import { inferSignature, featureRows, parseTable } from '@plumbline/registry-core';
import { encodeMatrix } from '@plumbline/serving-core';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { logisticToOnnx, predictLogistic, trainLogistic } from '@plumbline/trees';
import { InferenceWorld } from './inference-world.builder';
import { startInference, type RunningInference } from './running-inference.builder';

const ROWS = 400;
const CITIES = ['paris', 'berlin', 'rome'];

/** Churn grows with income and in Berlin; every ninth income and every eleventh city is missing. */
const CSV = [
  'income,city,visits,y',
  ...Array.from({ length: ROWS }, (_, i) => {
    const income = (i * 7_919) % 90_001;
    const city = CITIES[i % 3];
    const yes = income / 30_000 + Number(city === 'berlin') + ((i * 31) % 17) / 10 > 2.6;
    return `${i % 9 === 0 ? '' : income},${i % 11 === 0 ? '' : city},${i % 23},${yes ? 'yes' : 'no'}`;
  }),
].join('\n');
const table = parseTable(CSV);
const { signature } = inferSignature(table, {
  label: 'y',
  positiveClass: 'yes',
  features: {
    income: { imputation: 'median', preprocessing: { kind: 'standardize', log1p: true } },
    city: { preprocessing: { kind: 'one-hot', unknown: 'column', missing: 'column' } },
    visits: { preprocessing: { kind: 'min-max' } },
  },
});
const rows = featureRows(signature, table);
const matrix = encodeMatrix(signature, rows);
const labels = Uint8Array.from(table.rows, (row) => Number(row[3] === 'yes'));
const model = trainLogistic({ ...matrix, labels });

describeWithServer('database', 'a model with declared preprocessing', () => {
  let world: InferenceWorld;
  let inference: RunningInference;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('churn', 1, logisticToOnnx(model, { classes: ['no', 'yes'] }), signature);
    await world.promote('churn', 1);
    inference = await startInference(world);
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });

  const names = signature.features.map(({ name }) => name);
  const toInstance = (row: (typeof rows)[number]) => Object.fromEntries(names.map((name, i) => [name, row[i]]));

  it('answers as the trainer did on the same raw rows, missing and unknown values included', async () => {
    const asked = [...rows, [30_000, 'vienna', 4], [null, null, 4]];
    const instances = asked.map((row) => toInstance(row as (typeof rows)[number]));
    const { body } = await inference.client.predict('churn', { instances });
    const expected = predictLogistic(model, encodeMatrix(signature, asked as typeof rows).rows, asked.length);
    expect(new Set([...expected].map((score) => score.toFixed(3))).size).toBeGreaterThan(50);
    body.predictions.forEach(({ score }, i) =>
      expect(Math.abs(Number(score) - Number(expected[i]))).toBeLessThan(1e-6),
    );
  });

  it('tells in its schema what the model sees', async () => {
    const { body } = await inference.client.get<{ components: { schemas: Record<string, unknown> } }>('/openapi.json');
    expect(body.components.schemas['churn.instance']).toMatchObject({
      properties: {
        income: { description: expect.stringMatching(/the model sees it standardized: \(ln\(1 \+ x\) - /) },
      },
    });
  });
});
