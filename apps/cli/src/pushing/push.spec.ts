import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buildInitializer, buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';
import { runCli } from '../run-cli';
import { codeCommit } from './code-commit';

const entry = (value: string) => ({ $typeName: 'onnx.StringStringEntryProto' as const, key: 'location', value });

/** A graph that keeps its weights in the file of this name. */
function modelBeside(external?: string): Uint8Array {
  const weights = buildInitializer('w', [1], Float32Array.of(2));
  if (external !== undefined)
    Object.assign(weights, { floatData: [], dataLocation: 1, externalData: [entry(external)] });
  return writeModel(
    buildModel({
      ...{ name: 'm', opsets: { 'ai.onnx': 17 }, producer: { name: 'spec', version: '1' } },
      inputs: [buildTensorInfo('x', 'float', ['N', 1])],
      outputs: [buildTensorInfo('y', 'float', ['N', 1])],
      initializers: [weights],
      nodes: [buildNode({ operator: 'Mul', inputs: ['x', 'w'], outputs: ['y'] })],
    }),
  );
}

const CHOICE = { chosen: 'y', because: 'it is the only float', alternatives: ['z'], told: false };
const ANSWER = {
  version: 3,
  artifactDigest: 'abc',
  originalDigest: null,
  detection: { task: { ...CHOICE, chosen: 'regression' }, scoreOutput: CHOICE, inputs: CHOICE },
  admission: {
    ...{ loadMs: 4, latencyMs: { p50: 0.1, p95: 0.2 }, rowsPerSecond: 900, memoryBytes: 2 ** 20 },
    ...{ rows: 0, runtime: 'onnxruntime' },
  },
};

describe('plumbline push', () => {
  let folder: string;
  let server: Server;
  let received: FormData | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'push-'));
    received = undefined;
    server = createServer((request, response) => {
      const body = Readable.toWeb(request) as ReadableStream;
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      void new Response(body, { headers }).formData().then((form) => {
        received = form;
        response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(ANSWER));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const push = async (...args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const environment = { url, token: 't', dataDir: folder, kafkaTopicPrefix: '' };
    const context = { environment, stdout: (l: string) => out.push(l), stderr: (l: string) => err.push(l) };
    const code = await runCli(['push', ...args, '--name', 'm', '--commit', 'abc1234'], context);
    return { code, out: out.join('\n'), err: err.join('\n') };
  };
  const manifest = () => JSON.parse(String(received?.get('manifest'))) as Record<string, unknown>;

  it('sends the files that the graph names, found beside it, and shows what was detected', async () => {
    const model = write('m.onnx', modelBeside('data/w.bin'));
    write('data/w.bin', Float32Array.of(2) as unknown as Uint8Array);
    const { code, out, err } = await push(model);
    expect([code, out]).toEqual([0, 'm version 3 (abc)']);
    expect(received?.getAll('file').map((file) => (file as File).name)).toEqual(['data/w.bin']);
    expect(err).toMatch(/score output +y +it is the only float +z/);
    expect(err).toContain('tried on one synthetic row: p50 0.10 ms');
  });

  it('puts what was told into the manifest, lineage too', async () => {
    const model = write('m.onnx', modelBeside());
    const features = write('f.json', '{"x":{"unit":"EUR"}}');
    const lineage = write('l.json', '{"trainer":{"name":"sklearn","version":"1.5"},"codeCommit":"fffffff"}');
    const told = ['--task', 'binary', '--score-column', '1', '--classes', 'no, yes', '--score-transform', 'sigmoid'];
    await push(model, ...told, '--features', features, '--lineage', lineage, '--parent', '2', '--threshold', '0.4');
    expect(manifest()).toMatchObject({
      ...{ task: 'binary', scoreColumn: 1, classes: ['no', 'yes'], scoreTransform: 'sigmoid', threshold: 0.4 },
      features: { x: { unit: 'EUR' } },
      lineage: { trainer: { name: 'sklearn', version: '1.5' }, codeCommit: 'abc1234', parentVersion: 2 },
    });
  });

  it.each<[string, () => string[], string]>([
    ['external data that is not there', () => [write('m.onnx', modelBeside('w.bin'))], 'keeps weights in w.bin'],
    ['external data that leads out', () => [write('m.onnx', modelBeside('../w.bin'))], 'leads out of its folder'],
    ['a missing model', () => [join(folder, 'none.onnx')], 'there is no such file'],
    ['an empty model', () => [write('m.onnx', '')], 'is empty'],
    ['what is no model', () => [write('m.onnx', 'a,b\n1,2\n')], 'm.onnx'],
    ['a wrong number', () => [write('m.onnx', modelBeside()), '--threshold', 'half'], '--threshold half'],
    [
      'a lineage that does not fit',
      () => [write('m.onnx', modelBeside()), '--lineage', write('l.json', '{"commit":1}')],
      '--lineage',
    ],
  ])('refuses %s before anything is sent', async (_, args, said) => {
    const { code, err } = await push(...args());
    expect(code).toBeGreaterThan(0);
    expect(err).toContain(said);
    expect(received).toBeUndefined();
  });

  it('names HEAD only where the repository is clean', async () => {
    const said: string[] = [];
    const commit = () => codeCommit(folder, (line) => said.push(line));
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
    expect(await commit()).toBeUndefined();
    git('init', '--quiet');
    write('a', 'a');
    git('add', 'a');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '--quiet', '-m', 'a');
    expect(await commit()).toBe(git('rev-parse', 'HEAD'));
    write('b', 'b');
    expect(await commit()).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('no git repository'), expect.stringContaining('not committed')]);
  });
});
