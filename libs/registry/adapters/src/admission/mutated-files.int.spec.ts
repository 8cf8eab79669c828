import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { VersionInvalidError, type AdmissionRoom, type Trial } from '@plumbline/registry-core';
import { admissionScript } from '@plumbline/testing';
import { bombs } from './fuzz/bombs.builder';
import { modelZoo, type ZooModel } from './fuzz/model-zoo.builder';
import { mutants } from './fuzz/mutations.builder';
import { ProcessAdmission } from './process-admission';

const SEED = 20_261_122;
const ROOMS = 2;
const folder = mkdtempSync(join(tmpdir(), 'mutated-'));
const workFolder = join(folder, 'rooms');
mkdirSync(workFolder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const zoo = modelZoo();
const script = admissionScript();
const admission = new ProcessAdmission({
  script,
  workFolder,
  memoryBytes: 768 * 2 ** 20,
  timeoutMs: 3_000,
  rooms: ROOMS,
});

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly external: Readonly<Record<string, Uint8Array>>;
  readonly base: ZooModel;
}
type Outcome = { readonly trial: Trial } | { readonly refused: VersionInvalidError } | { readonly escaped: unknown };

let count = 0;
function laidDown({ bytes, external }: File): { model: string; external: Map<string, string> } {
  const at = join(folder, `upload-${count++}`);
  const write = (name: string, content: Uint8Array): string => {
    mkdirSync(dirname(join(at, name)), { recursive: true });
    writeFileSync(join(at, name), content);
    return join(at, name);
  };
  const files = Object.entries(external).map(([name, content]) => [name, write(name, content)] as const);
  return { model: write('upload.onnx', bytes), external: new Map(files) };
}

async function admit(file: File): Promise<Outcome> {
  let room: AdmissionRoom | undefined;
  try {
    room = await admission.open(laidDown(file));
    await room.inspect();
    return { trial: await room.trial(file.base.signature, file.base.rows) };
  } catch (error) {
    return error instanceof VersionInvalidError ? { refused: error } : { escaped: error };
  } finally {
    await room?.close();
  }
}

/** As many at once as there are rooms. */
async function admitAll(files: readonly File[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < files.length; at = next++) outcomes[at] = await admit(files[at] as File);
  };
  await Promise.all(Array.from({ length: ROOMS }, work));
  return outcomes;
}

function table(files: readonly File[], outcomes: readonly Outcome[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  outcomes.forEach((outcome, i) => {
    const row = (counts[files[i]?.name ?? ''] ??= {});
    const result = 'trial' in outcome ? 'admitted' : 'refused' in outcome ? outcome.refused.code : 'ESCAPED';
    row[result] = (row[result] ?? 0) + 1;
  });
  return counts;
}

const escapes = (outcomes: readonly Outcome[]) => outcomes.flatMap((one) => ('escaped' in one ? [one.escaped] : []));

it('every model that the mutations start from is admitted, and scores', async () => {
  const outcomes = await admitAll(zoo.map((base) => ({ ...base, base })));
  expect(outcomes.map((one) => ('trial' in one ? one.trial.scores.length : one))).toEqual(
    zoo.map(({ rows }) => rows.length),
  );
});

it('mutated files harm nothing: each is refused with a code and a reason, or is another model that scores', async () => {
  const files = mutants(zoo, 2, SEED).map(({ kind, base, bytes }) => ({
    name: kind,
    bytes,
    base,
    external: base.external,
  }));
  expect(files.length).toBeGreaterThanOrEqual(150);
  const start = Date.now();
  const outcomes = await admitAll(files);
  console.info(`${files.length} mutated files, ${Date.now() - start} ms`);
  console.table(table(files, outcomes));
  expect(escapes(outcomes)).toEqual([]);
  for (const outcome of outcomes) {
    if ('trial' in outcome) expect([...outcome.trial.scores].every(Number.isFinite)).toBe(true);
    if (!('refused' in outcome)) continue;
    expect(outcome.refused.code).toMatch(/^[a-z_]+$/);
    expect(outcome.refused.fields[0]?.detail.length).toBeGreaterThan(20);
  }
}, 180_000);

it('bombs, endless loops and paths out of the folder are all refused, within the limits', async () => {
  const [base] = zoo as [ZooModel];
  const trap = { ...base, signature: { ...base.signature, output: { ...base.signature.output, scoreColumn: 0 } } };
  const files = bombs().map(({ name, bytes, external = {} }) => ({ name, bytes, external, base: trap }));
  const start = Date.now();
  const outcomes = await admitAll(files);
  console.info(`${files.length} bombs, ${Date.now() - start} ms`);
  console.table(
    Object.fromEntries(outcomes.map((one, i) => [files[i]?.name, 'refused' in one ? one.refused.code : one])),
  );
  expect(escapes(outcomes)).toEqual([]);
  expect(files.filter((_, i) => 'trial' in (outcomes[i] as Outcome)).map(({ name }) => name)).toEqual([]);
}, 180_000);

it('afterwards a good model is admitted as before, and nothing is left: no folder, no process', async () => {
  const [outcome] = await admitAll(zoo.slice(0, 1).map((base) => ({ ...base, base })));
  expect(outcome).toHaveProperty('trial');
  expect(readdirSync(workFolder)).toEqual([]);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('plumbline-room'))).toEqual([]);
});
