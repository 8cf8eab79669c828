import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectModel, readModel, withoutZipMap, writeModel } from '@plumbline/onnx-graph';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { compileTreeEngine } from './compile-tree-engine';
import { below } from './flat-forest';

const KINDS = 'tools/oracles/model-kinds';
const TREES = [
  'catboost-classifier',
  'gradient-boosting',
  'hist-gradient-boosting',
  'lightgbm-zipmap',
  'multiclass-forest',
  'random-forest-zipmap',
  'xgboost-classifier',
  'xgboost-regressor',
];

/** Values around what the trees were trained on, exact thresholds and missing values among them. */
function randomMatrix(rows: number, width: number): Float32Array {
  let state = 5;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Float32Array.from({ length: rows * width }, () => {
    const kind = random();
    if (kind < 0.05) return NaN;
    if (kind < 0.3) return Math.round(random() * 10);
    return (random() - 0.3) * 10 ** Math.floor(random() * 6 - 1);
  });
}

describe('the tree engine', () => {
  it.each(TREES)('answers to the last bit as onnxruntime does, missing values included: %s', async (kind) => {
    const model = withoutZipMap(readModel(readFileSync(join(KINDS, kind, 'model.onnx'))));
    const [input] = inspectModel(model).inputs;
    const width = input?.shape[1] as number;
    const output = inspectModel(model).outputs.at(-1)?.name ?? '';
    const engine = compileTreeEngine(model, output);
    expect(engine?.input).toBe(input?.name);
    const matrix = randomMatrix(2_000, width);
    // One thread, as serving has it: several would add the trees up in another order.
    const session = await InferenceSession.create(writeModel(model), { intraOpNumThreads: 1 });
    const feeds = { [String(input?.name)]: new Tensor('float32', matrix, [2_000, width]) };
    const expected = (await session.run(feeds, [output]))[output]?.data as Float32Array;
    const scores = engine?.score(matrix, 2_000) ?? new Float32Array();
    expect(Array.from(scores)).toEqual(Array.from(expected));
    await session.release();
  });

  it('declines every graph that is more than one ensemble', () => {
    const others = readdirSync(KINDS, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !TREES.includes(entry.name))
      .map(({ name }) => name);
    const compiled = others.filter((kind) => {
      const model = withoutZipMap(readModel(readFileSync(join(KINDS, kind, 'model.onnx'))));
      return inspectModel(model).outputs.some(({ name }) => compileTreeEngine(model, name) !== null);
    });
    expect(compiled).toEqual([]);
  });

  it.each([1, -1, 0, 0.1, 1e-40, 123456.7])('knows the float32 just below %p', (value) => {
    const [single] = Float32Array.of(value);
    expect(below(value)).toBeLessThan(single as number);
    const middle = Math.fround((below(value) + (single as number)) / 2);
    expect([below(value), single]).toContain(middle);
  });
});
