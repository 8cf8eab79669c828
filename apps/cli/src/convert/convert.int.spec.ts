import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '@plumbline/testing';
import { runCli } from '../run-cli';
import { cacheDir, describeWithPython, INSTALL_TIMEOUT_MS, pythonWith } from './converter-world.builder';

describeWithPython(Boolean(processEnvironment()['CI']), 'plumbline convert', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-convert-spec-'));
    const runScript = await pythonWith(['lightgbm', 'xgboost', 'catboost']);
    runScript('make-models.py', folder);
  }, INSTALL_TIMEOUT_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // The same command answers the same: rules that look at one answer share one run.
  const runs = new Map<string, ReturnType<typeof run>>();
  function convert(file: string, ...options: string[]) {
    const key = [file, ...options].join(' ');
    const found = runs.get(key) ?? run(file, ...options);
    runs.set(key, found);
    return found;
  }

  async function run(file: string, ...options: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const model = join(folder, `${file}.onnx`);
    const environment = { url: '', token: undefined, dataDir: folder, kafkaTopicPrefix: '', cacheDir };
    const args = ['-o', 'json', 'convert', join(folder, file), '--out', model, ...options];
    const code = await runCli(args, { environment, stdout: (l) => out.push(l), stderr: (l) => err.push(l) });
    const answer = (out.length > 0 ? JSON.parse(out.join('\n')) : {}) as Record<string, unknown>;
    return { code, answer, err: err.join('\n'), model };
  }
  const reference = (table: string, label = 'bought') => ['--reference', join(folder, table), '--label', label];

  it.each([
    ['pipeline.joblib', 'mixed.csv', 'Pipeline'],
    ['hist.pkl', 'numbers.csv', 'HistGradientBoostingClassifier'],
    ['lightgbm.pkl', 'numbers.csv', 'LGBMClassifier'],
    ['lightgbm.txt', 'numbers.csv', 'Booster'],
    ['xgboost.json', 'numbers.csv', 'Booster'],
    ['xgboost.ubj', 'numbers.csv', 'Booster'],
    ['catboost.cbm', 'numbers.csv', 'CatBoostClassifier'],
    ['catboost.pkl', 'numbers.csv', 'CatBoostClassifier'],
  ])('%s answers in ONNX as it did in Python', async (file, table, estimator) => {
    const { code, answer, model, err } = await convert(file, ...reference(table));
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(answer).toMatchObject({
      verdict: 'same',
      estimator,
      comparison: { task: 'binary', rows: 300, generated: false, rowsBeyond: 0 },
      next: expect.stringContaining(`plumbline push ${model} --name MODEL --reference`),
    });
    expect((answer['comparison'] as { maxDifference: number }).maxDifference).toBeLessThan(1e-5);
    expect(existsSync(model)).toBe(true);
  });

  it('keeps texts and numbers of a pipeline as inputs of their own, and leaves ZipMap out', async () => {
    const { answer } = await convert('pipeline.joblib', ...reference('mixed.csv'));
    expect(answer['inputs']).toEqual([
      { name: 'age', type: 'tensor(float)', shape: [null, 1] },
      { name: 'amount', type: 'tensor(float)', shape: [null, 1] },
      { name: 'visits', type: 'tensor(float)', shape: [null, 1] },
      { name: 'channel', type: 'tensor(string)', shape: [null, 1] },
    ]);
    expect(answer['outputs']).toContainEqual({ name: 'probabilities', type: 'tensor(float)', shape: [null, 2] });
  });

  it('says that generated rows are weaker evidence', async () => {
    const { code, answer } = await convert('regressor.pkl');
    expect(code).toBe(0);
    expect(answer).toMatchObject({ comparison: { task: 'regression', generated: true, rows: 1000 } });
  });

  it('ends with 3 and writes nothing when the converted model answers otherwise, and says why', async () => {
    const { code, answer, model } = await convert('sparse-xgboost.joblib', ...reference('mixed.csv'));
    expect(code).toBe(3);
    expect(answer).toMatchObject({ verdict: 'different', model: null, next: null });
    expect(answer['likelyCause']).toContain('sparse_output=False');
    expect(existsSync(model)).toBe(false);
    const kept = await convert('sparse-xgboost.joblib', ...reference('mixed.csv'), '--keep');
    expect([kept.code, existsSync(kept.model)]).toEqual([3, true]);
  });

  it('refuses a pickle of another scikit-learn, without loading it', async () => {
    const { code, err } = await convert('old.pkl', ...reference('numbers.csv'));
    expect(code).toBe(1);
    expect(err).toContain('--sklearn-version 1.2.2');
    expect((await convert('old.pkl', ...reference('numbers.csv'), '--allow-version-mismatch')).code).toBe(0);
  });

  it('names the column that the model takes and the reference lacks', async () => {
    const { code, err } = await convert('hist.pkl', ...reference('numbers.csv', 'visits'), '--drop', 'age');
    expect(code).toBe(0);
    expect(err).not.toContain('error');
    const lacking = await convert('pipeline.joblib', ...reference('numbers.csv'));
    expect([lacking.code, lacking.err]).toEqual([1, expect.stringContaining('channel, which the reference lacks')]);
  });

  it('puts the digests of both files and the versions into its answer', async () => {
    const { answer, model } = await convert('lightgbm.txt', ...reference('numbers.csv'));
    const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(answer['source']).toMatchObject({ digest: `sha256:${digest(join(folder, 'lightgbm.txt'))}` });
    expect(answer['model']).toMatchObject({ digest: `sha256:${digest(model)}`, bytes: readFileSync(model).length });
    expect(answer['versions']).toMatchObject({ lightgbm: '4.7.0', onnxruntime: '1.30.0' });
  });
});
