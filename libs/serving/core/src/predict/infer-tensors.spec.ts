import type { Signature } from '@plumbline/registry-core';
import type { Tensor } from '../open-inference/datatype';
import type { InferRequest } from '../open-inference/infer-request';
import { tensorRows } from '../open-inference/tensor-rows';
import { ServingState } from '../routing/serving-state';
import { aSignature } from '../signature.builder';
import { InMemorySpool } from '../spool/spool.fake';
import type { TensorModel } from '../versions/tensor-model';
import { FakeVersionLoader } from '../versions/version-loader.fake';
import { VersionPool } from '../versions/version-pool';
import { InferTensors, type InferCommand } from './infer-tensors';
import type { PredictionRecord } from './prediction-record';

const signature: Signature = aSignature();
const width = signature.inputs[0]?.features.length ?? 0;

/** Answers probability version/10 for every row, and what it was asked for beside it. */
const graphOf = (version: number): TensorModel => ({
  inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, width] }],
  outputs: [
    { name: 'label', datatype: 'INT64', shape: [-1] },
    { name: 'probabilities', datatype: 'FP32', shape: [-1, 2] },
  ],
  run: async (inputs, outputs) => {
    const rows = inputs[0]?.shape[0] ?? 0;
    const probabilities = Array.from({ length: rows }, () => [1 - version / 10, version / 10]).flat();
    return outputs.map((name): Tensor => {
      if (name === 'label')
        return { name, datatype: 'INT64', shape: [rows], values: new BigInt64Array(rows).fill(BigInt(version)) };
      return { name, datatype: 'FP32', shape: [rows, 2], values: Float32Array.from(probabilities) };
    });
  },
});

const features = (rows: number, values = new Float32Array(rows * width)): Tensor => ({
  name: 'features',
  datatype: 'FP32',
  shape: [rows, width],
  values,
});
const request = (change: Partial<InferRequest> = {}): InferRequest => ({
  parameters: {},
  inputs: [features(1)],
  outputs: null,
  binaryByDefault: false,
  ...change,
});

describe('InferTensors', () => {
  let spool: InMemorySpool;
  let state: ServingState;
  let infer: (change?: Partial<InferCommand>) => ReturnType<InferTensors['execute']>;

  beforeEach(async () => {
    const loader = new FakeVersionLoader();
    for (const version of [1, 2])
      loader.models.set(`bank@${version}`, { signature, score: () => version / 10, graph: graphOf(version) });
    spool = new InMemorySpool();
    const versions = new VersionPool(loader);
    state = new ServingState(versions);
    const nothing = () => undefined;
    const observer = { predicted: nothing, otherVersionFailed: nothing, eventsDropped: nothing };
    const ports = { routes: state, versions, spool, observer, newId: () => 'p', now: () => new Date(0) };
    const useCase = new InferTensors(ports);
    infer = (change = {}) => useCase.execute({ model: 'bank', request: request(), record: true, ...change });
    await state.apply([{ model: 'bank', championVersion: 1, rollout: null }]);
  });

  const events = (): PredictionRecord[] =>
    spool.records.map(({ value }) => (JSON.parse(value) as { data: PredictionRecord }).data);

  it('answers all outputs, or those asked for in their order, and says which version answered', async () => {
    const { answer } = await infer({ request: request({ id: 'q' }) });
    expect(answer).toMatchObject({ model: 'bank', version: 1, id: 'q', parameters: { prediction_id: 'p' } });
    expect(answer.outputs.map(({ name }) => name)).toEqual(['label', 'probabilities']);
    const outputs = [{ name: 'label', binary: true }];
    const asked = await infer({ request: request({ outputs }) });
    expect([asked.answer.outputs.map(({ name }) => name), [...asked.binaryNames]]).toEqual([['label'], ['label']]);
  });

  it('leaves one event a row, with the values that a caller by names would have sent', async () => {
    const values = Float32Array.of(30, 2, 1, 1, NaN, NaN, NaN, 99);
    await infer({ request: request({ inputs: [features(2, values)] }), subject: 'ana' });
    expect(events()).toMatchObject([
      {
        predictionId: 'p:0',
        subject: 'ana',
        version: 1,
        score: Math.fround(0.1),
        features: [30, 2, true, 'blue-collar'],
      },
      { predictionId: 'p:1', features: [null, null, null, null] },
    ]);
    expect(tensorRows(signature, [features(2, values)], 2)).toEqual(events().map((event) => event.features));
  });

  it('asks a pinned version, and leaves no event when told so', async () => {
    const { answer } = await infer({ version: 2, record: false });
    expect([answer.version, spool.records]).toEqual([2, []]);
  });

  it('pairs the scores of the other version while a rollout runs', async () => {
    const rollout = { id: 'r', state: 'running', championVersion: 1, candidateVersion: 2, salt: 's', paired: true };
    await state.apply([{ model: 'bank', championVersion: 1, rollout: { ...rollout, sharePercent: 100 } }]);
    await infer({ request: request({ inputs: [features(1, Float32Array.of(30, 2, 1, 0))] }) });
    expect(events()).toMatchObject([
      { version: 2, rollout: { id: 'r', arm: 'candidate' }, otherScores: [{ version: 1, score: 0.1 }] },
    ]);
  });

  it.each<[string, Partial<InferRequest>, RegExp]>([
    ['a missing input', { inputs: [] }, /'features' is missing; the model takes features/],
    ['an unknown input', { inputs: [features(1), { ...features(1), name: 'x' }] }, /no input 'x'/],
    ['an input given twice', { inputs: [features(1), features(1)] }, /'features' is there twice/],
    ['another type', { inputs: [{ ...features(1), datatype: 'FP64' }] }, /is FP64; the model takes FP32/],
    ['another shape', { inputs: [{ ...features(1), shape: [1, 9] }] }, /\[1, 9\]; the model takes \[-1, 4\]/],
    ['no rows', { inputs: [features(0)] }, /no row/],
    ['an unknown output', { outputs: [{ name: 'x', binary: false }] }, /no output 'x'; the model has label/],
  ])('refuses %s', async (_, change, message) => {
    await expect(infer({ request: request(change) })).rejects.toThrow(message);
    expect(spool.records).toEqual([]);
  });

  it('knows no other model', async () => {
    await expect(infer({ model: 'nobody' })).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(infer({ model: 'nobody', version: 1 })).rejects.toMatchObject({ code: 'model_not_found' });
  });
});
