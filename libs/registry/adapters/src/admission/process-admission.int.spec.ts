import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTensorInfo, inspectModel, readModel, writeModel } from '@plumbline/onnx-graph';
import type { AdmissionRoom, ArtifactFiles } from '@plumbline/registry-core';
import { admissionScript, waitUntil } from '@plumbline/testing';
import type { HolderOptions } from './fuzz/admission-holder';
import { modelZoo, type ZooModel } from './fuzz/model-zoo.builder';
import { ProcessAdmission, type AdmissionOptions } from './process-admission';

const ROOT = join(__dirname, '../../../../..');
const folder = mkdtempSync(join(tmpdir(), 'admission-'));
const workFolder = join(folder, 'rooms');
mkdirSync(workFolder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = admissionScript();
const zoo = new Map(modelZoo().map((one) => [one.name, one]));
const model = (name: string): ZooModel => zoo.get(name) as ZooModel;

let count = 0;
function upload({ bytes, external }: Pick<ZooModel, 'bytes' | 'external'>) {
  const write = (content: Uint8Array): string => {
    const path = join(folder, `upload-${count++}`);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  return {
    model: write(bytes),
    external: new Map(Object.entries(external).map(([name, content]) => [name, write(content)])),
  };
}

const admission = (options: Partial<AdmissionOptions> = {}) =>
  new ProcessAdmission({ script, workFolder, memoryBytes: 2 ** 30, timeoutMs: 20_000, ...options });

/** A process that speaks the protocol and does `onRequest` (JavaScript, `say` answers) with every question. */
function misbehaving(onRequest: string): string {
  const path = join(folder, `script-${count++}.js`);
  writeFileSync(
    path,
    `const channel = new (require('net').Socket)({ fd: 3 });
     const raw = (text) => channel.write(text);
     const say = (answer) => raw(JSON.stringify(answer) + '\\n');
     channel.on('close', () => process.exit());
     channel.on('data', () => { ${onRequest} });
     say({ kind: 'ready' });`,
  );
  return path;
}

/** Closed after the test, however it ends: an open room keeps a process. */
const rooms: AdmissionRoom[] = [];
async function open(files: ArtifactFiles, options: Partial<AdmissionOptions> = {}): Promise<AdmissionRoom> {
  const room = await admission(options).open(files);
  rooms.push(room);
  return room;
}
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
});

const anUpload = () => upload(model('boosting'));
async function inspected(options: Partial<AdmissionOptions>): Promise<unknown> {
  const room = await open(anUpload(), options);
  try {
    return await room.inspect();
  } finally {
    await room.close();
  }
}
const nothingLeft = () => expect(readdirSync(workFolder)).toEqual([]);
const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/\nState:\s+Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

describe('a model', () => {
  it('is described, loaded and tried, in well under two seconds', async () => {
    const { signature, rows } = model('boosting');
    const start = Date.now();
    const room = await open(anUpload());
    const inspection = await room.inspect();
    const { report, scores } = await room.trial(signature, rows);
    await room.close();
    console.info(`one admission: ${Date.now() - start} ms`);
    expect(inspection).toMatchObject({
      classLabels: ['0', '1'],
      rewritten: null,
      externalNames: [],
      operators: ['ai.onnx.ml.TreeEnsembleClassifier'],
      opsets: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
    });
    expect(scores).toHaveLength(rows.length);
    expect(report).toMatchObject({ rows: rows.length, runtime: 'onnxruntime-node 1.30.0' });
    expect(report.engine.name).toBe('trees');
    expect(report.engine.comparedRows).toBeGreaterThan(rows.length);
    expect(report.latencyMs.p95).toBeGreaterThanOrEqual(report.latencyMs.p50);
    expect(Date.now() - start).toBeLessThan(5_000);
    nothingLeft();
  });

  it('with a ZipMap is rewritten to a plain tensor, and its labels kept', async () => {
    const { signature, rows, ...one } = model('strings, int64, ZipMap');
    const room = await open(upload(one));
    const { rewritten, classLabels, changes, graph } = await room.inspect();
    expect(classLabels).toEqual(['no', 'yes']);
    expect(changes).toEqual([expect.stringContaining('ZipMap')]);
    expect(graph.outputs[1]).toEqual({ name: 'probabilities', kind: 'tensor', elementType: 'float', shape: ['N', 2] });
    expect(inspectModel(readModel(readFileSync(rewritten as string))).operators).not.toContain('ai.onnx.ml.ZipMap');
    expect((await room.trial(signature, rows)).scores).toHaveLength(rows.length);
    await room.close();
    expect(existsSync(rewritten as string)).toBe(false);
  });

  it('finds its external data under the name that its graph uses', async () => {
    const room = await open(upload(model('external data')));
    expect((await room.inspect()).externalNames).toEqual(['data/w.bin']);
    await room.close();
    await expect(
      open(upload({ bytes: model('external data').bytes, external: { '../w.bin': new Uint8Array(1) } })),
    ).rejects.toMatchObject({
      code: 'external_data_unsafe',
    });
    nothingLeft();
  });

  it('without reference rows is run on one made of its signature', async () => {
    const room = await open(anUpload());
    const { report, scores } = await room.trial(model('boosting').signature, []);
    expect([report.rows, scores.length]).toEqual([0, 0]);
    await room.close();
  });

  it('whose scores are no probabilities is refused with the transform to send', async () => {
    const { signature, rows } = model('If');
    const margins = { ...signature, output: { ...signature.output, scoreTensor: 'scaled' } };
    const bytes = Buffer.from(model('If').bytes);
    const room = await open(upload({ bytes: withOutput(bytes, 'scaled'), external: {} }));
    await expect(room.trial(margins, rows)).rejects.toMatchObject({
      code: 'score_not_probability',
      message: expect.stringMatching(/scores from -\d.* to \d.*--score-transform sigmoid/),
    });
    const transformed = { ...margins, output: { ...margins.output, transform: 'sigmoid' as const } };
    expect((await room.trial(transformed, rows)).scores).toHaveLength(rows.length);
    await room.close();
  });

  it('that has no answer for a row is refused with the row', async () => {
    const { signature, rows } = model('If');
    const room = await open(upload(model('If')));
    await expect(room.trial(signature, [...rows, [1, null, 2]])).rejects.toMatchObject({
      code: 'score_not_finite',
      message: expect.stringContaining(`row ${rows.length + 1} `),
    });
    await room.close();
  });
});

/** The same graph with one more output. */
function withOutput(bytes: Uint8Array, name: string): Uint8Array {
  const changed = readModel(bytes);
  changed.graph?.output.push(buildTensorInfo(name, 'float', ['N', 1]));
  return writeModel(changed);
}

describe('a process that', () => {
  it.each([
    ['dies of a signal', 'process.kill(process.pid, "SIGSEGV")', 'admission_crashed'],
    ['exits', 'process.exit(3)', 'admission_crashed'],
    [
      'is killed from outside, as the kernel does when memory ends',
      'process.kill(process.pid, "SIGKILL")',
      'admission_memory',
    ],
    ['keeps taking memory', 'const all = []; for (;;) all.push(Buffer.alloc(1 << 24, 1))', 'admission_memory'],
    ['fills its heap', 'const all = []; for (;;) all.push({})', 'admission_memory'],
    ['never answers', '', 'admission_timeout'],
    ['is busy for ever', 'for (;;);', 'admission_timeout'],
    ['sends what is no JSON', 'raw("nonsense\\n")', 'admission_crashed'],
    ['sends another answer', 'say({ kind: "done", value: { graph: 1 } })', 'admission_crashed'],
    ['sends without end', 'for (let i = 0; i < 12; i++) raw("x".repeat(1 << 20))', 'admission_crashed'],
    [
      'says it refuses, with a code that is none',
      'say({ kind: "refused", refusals: [{ code: "<b>", pointer: "/etc", detail: "" }] })',
      'admission_crashed',
    ],
    ['claims a rewritten file that is not there', 'say(DONE)', 'admission_unavailable'],
  ])('%s is refused, and nothing is left', async (_, behaviour, code) => {
    const done = {
      kind: 'done',
      value: {
        graph: { inputs: [], outputs: [] },
        rewritten: true,
        changes: [],
        classLabels: null,
        externalNames: [],
        producer: '',
        opsets: {},
        operators: [],
      },
    };
    const hostile = misbehaving(behaviour.replace('DONE', JSON.stringify(done)));
    const limits = { memoryBytes: 300 * 2 ** 20, timeoutMs: 2_500 };
    await expect(inspected({ script: hostile, ...limits })).rejects.toMatchObject({ code });
    nothingLeft();
  });

  it("does not start is our fault and not the upload's", async () => {
    await expect(inspected({ script: join(folder, 'nowhere.js') })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'admission_unavailable',
    });
    nothingLeft();
  });

  it('looks around finds no secrets in its environment, starts no program and writes nowhere but at home', async () => {
    const look = `
      const fs = require('fs');
      const tried = (what) => { try { what(); return 'yes'; } catch (error) { return error.code; } };
      say({ kind: 'refused', refusals: [{ code: 'looked', pointer: '/artifact', detail: JSON.stringify({
        env: Object.keys(process.env).sort(),
        root: process.getuid() === 0,
        networks: Object.keys(require('os').networkInterfaces()),
        elsewhere: tried(() => fs.writeFileSync('/tmp/written-by-admission', '')),
        home: tried(() => fs.writeFileSync('note', '')),
        shell: tried(() => require('child_process').execFileSync('true')),
        limits: fs.readFileSync('/proc/self/limits', 'utf8').match(/Max (data size|core file size) +\\d+/g),
      }) }] });`;
    // The child of the tests' own script does not give root up: the shipped one does, which the next rule checks.
    const error = await inspected({ script: misbehaving(look) }).catch((caught: unknown) => caught);
    const seen = JSON.parse((error as { fields: { detail: string }[] }).fields[0]?.detail ?? '{}') as Record<
      string,
      unknown
    >;
    expect(seen).toMatchObject({
      env: ['HOME', 'LC_ALL', 'ORT_DISABLE_TELEMETRY', 'PATH', 'PWD', 'TMPDIR'],
      elsewhere: 'ERR_ACCESS_DENIED',
      home: 'yes',
      shell: 'ERR_ACCESS_DENIED',
      limits: [expect.stringMatching(/data size +1073741824$/), expect.stringMatching(/core file size +0$/)],
    });
    console.info('network interfaces in the room:', seen['networks']);
  });

  it("serves an upload is nobody's when we are root", async () => {
    const room = await open(anUpload());
    const pid = childrenOf(process.pid)[0] as number;
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    expect(uid).toBe(process.getuid?.() === 0 ? '65534' : String(process.getuid?.()));
    await room.close();
    expect(isRunning(pid)).toBe(false);
  });
});

function childrenOf(parent: number): number[] {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent)], { encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((line) => line.includes(script))
    .map((line) => Number.parseInt(line, 10));
}

it('further uploads wait until a room is free', async () => {
  const narrow = admission({ rooms: 1 });
  const first = await narrow.open(anUpload());
  const order: string[] = [];
  const second = narrow.open(anUpload()).then((room) => {
    order.push('second');
    return room;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  order.push('closed');
  await first.close();
  await first.close();
  await (await second).close();
  expect(order).toEqual(['closed', 'second']);
});

it('the rooms of a service that was killed end by themselves, even in the middle of an endless model, and are cleared away', async () => {
  const holder = join(ROOT, 'tmp', `admission-holder-${process.pid}.cjs`);
  const source = join(__dirname, 'fuzz/admission-holder.ts');
  const flags = ['--bundle', '--platform=node', '--packages=external', '--log-level=error'];
  const esbuild = join(ROOT, 'node_modules/.bin/esbuild');
  execFileSync(esbuild, [source, ...flags, `--tsconfig=${join(ROOT, 'tsconfig.base.json')}`, `--outfile=${holder}`]);
  const options: HolderOptions = { script, workFolder, folder };
  const parent = spawn(process.execPath, [holder, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  const [child] = childrenOf(parent.pid as number);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(isRunning(child as number)).toBe(true);
  parent.kill('SIGKILL');
  await waitUntil('the orphan has ended', () => !isRunning(child as number));
  rmSync(holder, { force: true });
  const left = () => [
    ...readdirSync(workFolder),
    ...readdirSync(tmpdir()).filter((name) => name.includes(`-${parent.pid}-`)),
  ];
  expect(left().length).toBeGreaterThan(0);
  await (await open(anUpload())).close();
  expect(left()).toEqual([]);
});
