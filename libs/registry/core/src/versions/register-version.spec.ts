import { createHash } from 'node:crypto';
import { FakeAdmission, type FakeAdmissionOptions } from '../artifact/admission.fake';
import { aGraph, aSignature, aTensor } from '../signature/signature.builder';
import { InMemoryRegistry } from '../store/registry-unit-of-work.fake';
import { parseTable } from '../table/parse-table';
import { invalidVersion } from '../registry.errors';
import { RegisterVersion, type RegisterVersionCommand } from './register-version';

const digestOf = (path: string) => createHash('sha256').update(path).digest('hex');
const noInterval = { low: 0.7, high: 0.9, level: 0.95, rows: 2, method: 'delong', on: 'reference' };

/** A file is its path here: two paths are two contents. */
function world(options: FakeAdmissionOptions = {}) {
  const registry = new InMemoryRegistry();
  const admission = new FakeAdmission(options);
  const stored: string[] = [];
  const registerVersion = new RegisterVersion({
    admission,
    profile: ({ table, answers }) => ({
      reference: { rows: table.rows.length, scores: [...answers.scores] },
      metrics: { auc: 0.8 },
      metricIntervals: { auc: noInterval },
    }),
    artifacts: {
      putFile: async (path) => {
        stored.push(path);
        return { digest: digestOf(path), bytes: path.length };
      },
    },
    unitOfWork: registry,
  });
  const register = (command: Partial<RegisterVersionCommand> = {}) =>
    registerVersion.execute({ model: 'churn', artifact: file('model.onnx'), actor: 'token:ana', ...command });
  return { registry, admission, stored, register };
}

const file = (model: string, external: Record<string, string> = {}) => ({
  model,
  external: new Map(Object.entries(external)),
});
const csv = 'age,city,churned\n30,paris,yes\n41,berlin,no\n';
const withTable = {
  table: parseTable(csv),
  referencePath: 'reference.csv',
  label: 'churned',
  categoryOrder: 'sorted' as const,
};
const signature = aSignature();

describe('RegisterVersion', () => {
  it('numbers the versions of a model from 1 and writes an audit entry with each', async () => {
    const { register, registry } = world();
    await register({ signature });
    const { version } = await register({ signature, artifact: file('other.onnx') });
    expect(version.version).toBe(2);
    expect(registry.state.audit.map(({ action, resourceId }) => `${action} ${resourceId}`)).toEqual([
      'version.registered churn/1',
      'version.registered churn/2',
    ]);
  });

  it('infers the signature from the reference, profiles it with the scores of the trial, and keeps the file', async () => {
    const { register, stored } = world({ score: ([age]) => Number(age) / 100 });
    const { version } = await register({ ...withTable, metrics: { logLoss: 0.3 } });
    expect(version).toMatchObject({
      reference: { rows: 2, scores: [0.3, 0.41] },
      metrics: { auc: 0.8, logLoss: 0.3 },
      metricIntervals: { auc: noInterval },
      admission: { rows: 2, runtime: 'fake' },
    });
    expect(version.signature.features.map(({ name }) => name)).toEqual(['age', 'city']);
    expect(version.source['referenceDigest']).toBe(digestOf('reference.csv'));
    expect(version.lineage.data).toEqual([{ name: 'reference', digest: digestOf('reference.csv'), rows: 2 }]);
    expect(stored).toEqual(['model.onnx', 'reference.csv']);
  });

  it('gives a metric that was told no interval that was measured on the reference', async () => {
    const { version } = await world().register({ ...withTable, metrics: { auc: 0.7 } });
    expect([version.metrics, version.metricIntervals]).toEqual([{ auc: 0.7 }, {}]);
  });

  it('answers the version there is when artifact, signature and reference are the same, unless it is forced', async () => {
    const { register, registry } = world();
    await register(withTable);
    expect(await register(withTable)).toMatchObject({ alreadyRegistered: true, version: { version: 1 } });
    expect(registry.state.audit).toHaveLength(1);
    expect(await register({ ...withTable, force: true })).toMatchObject({ version: { version: 2 } });
    expect(await register({ signature })).toMatchObject({ alreadyRegistered: false, version: { version: 3 } });
    const weights = file('model.onnx', { 'weights.bin': 'weights' });
    expect(await register({ signature, artifact: weights })).toMatchObject({ version: { version: 4 } });
  });

  it('keeps the file as it was sent beside the one that was rewritten, and each external file by its name', async () => {
    const options = { inspection: { rewritten: 'rewritten.onnx', changes: ['ZipMap taken out'] } };
    const artifact = file('model.onnx', { 'b/two.bin': 'two', 'a.bin': 'one' });
    const { version } = await world(options).register({ signature, artifact, source: { run: 7 } });
    expect(version).toMatchObject({
      artifactDigest: digestOf('rewritten.onnx'),
      originalDigest: digestOf('model.onnx'),
      files: [
        { name: 'a.bin', digest: digestOf('one'), bytes: 3 },
        { name: 'b/two.bin', digest: digestOf('two'), bytes: 3 },
      ],
      source: { run: 7, artifactChanges: ['ZipMap taken out'] },
    });
  });

  it.each<[string, FakeAdmissionOptions, Partial<RegisterVersionCommand>, string]>([
    ['the graph can not be read', failing('inspect'), { signature }, 'admission_crashed'],
    ['the trial fails', failing('trial'), withTable, 'admission_crashed'],
    [
      'the signature does not fit the graph',
      { inspection: { graph: aGraph({ inputs: [aTensor({ shape: ['N', 7] })] }) } },
      { signature },
      'signature_mismatch',
    ],
    ['a file is missing', { inspection: { externalNames: ['w.bin'] } }, { signature }, 'external_data_missing'],
    [
      'a file is not used',
      { inspection: { externalNames: [] } },
      { signature, artifact: file('model.onnx', { 'w.bin': 'w' }) },
      'external_data_unused',
    ],
    ['the data does not fit the graph', {}, { table: withTable.table }, 'signature_not_inferred'],
  ])('writes nothing at all and closes the room when %s', async (_, options, command, code) => {
    const { register, registry, stored, admission } = world(options);
    await expect(register(command)).rejects.toMatchObject({ code });
    expect([registry.state.models, stored]).toEqual([[], []]);
    expect(admission.rooms).toEqual({ opened: 1, closed: 1 });
  });

  it('closes the room after a version was registered', async () => {
    const { register, admission } = world();
    await register({ signature });
    expect(admission.rooms).toEqual({ opened: 1, closed: 1 });
  });

  it('tries out at most 20,000 rows, spread over all', async () => {
    const { register, admission } = world();
    const trialRows = Array.from({ length: 50_000 }, (_, i) => [i, 'paris']);
    await register({ signature, trialRows });
    expect([admission.tried[0]?.length, admission.tried[0]?.[0], admission.tried[0]?.at(-1)]).toEqual([
      20_000,
      [0, 'paris'],
      [49_997, 'paris'],
    ]);
  });

  it.each(['', ' churn', 'churn ', '../churn', 'a/b', 'a\nb', 'x'.repeat(129), '-churn', 'ch\u00fcrn'])(
    'refuses the model name %j',
    async (model) => {
      await expect(world().register({ model, signature })).rejects.toMatchObject({ code: 'model_name_invalid' });
    },
  );

  it.each(['churn', 'Churn Model v2', 'IRIS_svc-1.0', 'x'.repeat(128)])('takes the model name %j', async (model) => {
    await expect(world().register({ model, signature })).resolves.toMatchObject({ version: { model } });
  });
});

function failing(step: 'inspect' | 'trial'): FakeAdmissionOptions {
  return { failure: { step, error: invalidVersion('admission_crashed', '/artifact', 'the process died') } };
}
