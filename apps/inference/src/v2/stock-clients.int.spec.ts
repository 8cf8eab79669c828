import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileEncoder } from '@plumbline/serving-core';
import { describeWithPython, describeWithServer, testDatabase } from '@plumbline/testing';
import { InferenceWorld } from '../inference-world.builder';
import { expectedOf, inferKind, layOut, modelKinds, referenceOf, rowsOf, type ModelKind } from '../model-kind.builder';
import { startInference, type RunningInference } from '../running-inference.builder';
import { echoModel } from './echo-model.builder';

const TOOLS = 'tools/open-inference';
const KINDS = ['keras-two-inputs', 'sklearn-int64-columns', 'label-only-texts', 'regressor-double'];
const ROWS = 3;
const LONG_NAME = `long ${'n'.repeat(123)}`;
const DATATYPES: Readonly<Record<string, string>> = { float: 'FP32', double: 'FP64', int64: 'INT64', string: 'BYTES' };
const python = promisify(execFile);

describeWithServer('database', 'stock clients from PyPI', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let folder: string;
  let worldFile: string;

  /** Registers it; the tensors of its first rows, and what Python's onnxruntime answers to them. */
  async function registerKind(kind: ModelKind) {
    const { signature } = await inferKind(kind, referenceOf(kind));
    const { path, remove } = layOut(kind);
    await world.register(kind.name, 1, readFileSync(path), signature);
    await world.promote(kind.name, 1);
    remove();
    const inputs = compileEncoder(signature)
      .encodeRows(rowsOf(kind, signature).slice(0, ROWS))
      .map(({ name, elementType, dims, data }) => ({
        name,
        datatype: DATATYPES[elementType],
        shape: dims,
        data: Array.from<unknown, unknown>(data, (value) => (typeof value === 'bigint' ? Number(value) : value)),
      }));
    const { columns, rows } = expectedOf(kind);
    const isLabel = signature.output.kind === 'label';
    const wanted = columns.flatMap((name, i) => ((name === 'label') === isLabel ? [i] : []));
    const expected = rows.slice(0, ROWS).map((row) => wanted.map((i) => (isLabel ? row[i] : Number(row[i]))));
    const { name: model, tolerance } = kind;
    const output = signature.output.scoreTensor;
    return { model, inputs, output, expected: isLabel ? expected.flat() : expected, tolerance };
  }

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    for (const version of [1, 3]) await world.register('bank', version);
    await world.promote('bank', 1);
    await world.register('idle', 1);
    await world.register(LONG_NAME, 1);
    await world.promote(LONG_NAME, 1);
    for (const kind of ['echo', 'half'] as const) {
      const { bytes, signature } = echoModel(kind);
      await world.register(kind, 1, bytes, signature);
      await world.promote(kind, 1);
    }
    const kinds = [];
    for (const kind of modelKinds()) if (KINDS.includes(kind.name)) kinds.push(await registerKind(kind));
    expect(kinds).toHaveLength(KINDS.length);
    inference = await startInference(world);
    folder = mkdtempSync(join(tmpdir(), 'plumbline-clients-'));
    worldFile = join(folder, 'world.json');
    const { host: rest } = new URL(inference.client.url);
    const token = await world.token('engineer');
    writeFileSync(worldFile, JSON.stringify({ rest, grpc: inference.grpc, token, longName: LONG_NAME, kinds }));
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** @returns how many checks the script printed; its last line is in the error when one failed */
  async function passed(interpreter: string, script: string): Promise<number> {
    const env = { PATH: '/usr/bin:/bin', HOME: folder, PYTHONDONTWRITEBYTECODE: '1', GRPC_VERBOSITY: 'NONE' };
    const options = { env, maxBuffer: 2 ** 26 };
    const { stdout } = await python(interpreter, [join(TOOLS, script), worldFile], options).catch((error: unknown) => {
      const { stdout: out, stderr } = error as { stdout: string; stderr: string };
      throw new RangeError(`${script}: ${out.slice(out.indexOf('not ok'))}\n${stderr.slice(-2_000)}`);
    });
    return stdout.split('\n').filter((line) => line.startsWith('ok - ')).length;
  }

  describeWithPython(`${TOOLS}/requirements-triton.txt`, "Triton's", (interpreter) => {
    it('tritonclient.http is answered in every form', async () => {
      expect(await passed(interpreter, 'triton_http.py')).toBeGreaterThan(600);
    }, 120_000);

    it('tritonclient.http.aio is answered in every form', async () => {
      expect(await passed(interpreter, 'triton_aio.py')).toBeGreaterThan(250);
    }, 120_000);

    it('tritonclient.grpc is answered in every form', async () => {
      expect(await passed(interpreter, 'triton_grpc.py')).toBeGreaterThan(45);
    }, 120_000);
  });

  describeWithPython(`${TOOLS}/requirements-kserve.txt`, "KServe's", (interpreter) => {
    it('REST clients of V1 and V2 and its gRPC client are answered in every form', async () => {
      expect(await passed(interpreter, 'kserve_clients.py')).toBeGreaterThan(60);
    }, 120_000);
  });
});
