import { createHash } from 'node:crypto';
import { fakeInspector } from '../artifact/artifact-inspector.fake';
import { aGraph, aSignature, aTensor } from '../signature/signature.builder';
import { InMemoryRegistry } from '../store/registry-unit-of-work.fake';
import { parseTable } from '../table/parse-table';
import { RegisterVersion, type RegisterVersionCommand } from './register-version';

function world(graph = aGraph(), changes: string[] = []) {
  const registry = new InMemoryRegistry();
  const blobs: string[] = [];
  const registerVersion = new RegisterVersion({
    inspector: fakeInspector(graph, changes),
    profiler: { profile: async ({ table }) => ({ reference: { rows: table.rows.length }, metrics: { auc: 0.8 } }) },
    artifacts: {
      put: async (bytes) => {
        blobs.push(Buffer.from(bytes).toString());
        return createHash('sha256').update(bytes).digest('hex');
      },
    },
    unitOfWork: registry,
  });
  const register = (command: Partial<RegisterVersionCommand> = {}) =>
    registerVersion.execute({ model: 'churn', artifact: Buffer.from('onnx'), actor: 'token:ana', ...command });
  return { registry, blobs, register };
}

const csv = 'age,city,churned\n30,paris,yes\n41,berlin,no\n';
const withTable = { table: parseTable(csv), tableBytes: Buffer.from(csv), label: 'churned' };
const signature = aSignature();

describe('RegisterVersion', () => {
  it('numbers the versions of a model from 1 and writes an audit entry with each', async () => {
    const { register, registry } = world();
    await register({ signature });
    const { version } = await register({ signature, artifact: Buffer.from('other') });
    expect(version.version).toBe(2);
    expect(registry.state.audit.map(({ action, resourceId }) => `${action} ${resourceId}`)).toEqual([
      'version.registered churn/1',
      'version.registered churn/2',
    ]);
  });

  it('infers the signature from the reference, profiles it, and keeps it for later training', async () => {
    const { register, blobs } = world();
    const { version } = await register({ ...withTable, metrics: { logLoss: 0.3 } });
    expect(version).toMatchObject({ reference: { rows: 2 }, metrics: { auc: 0.8, logLoss: 0.3 } });
    expect(version.signature.features.map(({ name }) => name)).toEqual(['age', 'city']);
    expect(version.source['referenceDigest']).toBe(createHash('sha256').update(csv).digest('hex'));
    expect(blobs).toEqual(['onnx', csv]);
  });

  it('answers the version there is when artifact, signature and reference are the same, unless it is forced', async () => {
    const { register, registry } = world();
    await register(withTable);
    expect(await register(withTable)).toMatchObject({ alreadyRegistered: true, version: { version: 1 } });
    expect(registry.state.audit).toHaveLength(1);
    expect(await register({ ...withTable, force: true })).toMatchObject({ version: { version: 2 } });
    expect(await register({ signature })).toMatchObject({ alreadyRegistered: false, version: { version: 3 } });
  });

  it('writes nothing at all when the signature does not fit the graph', async () => {
    const { register, registry, blobs } = world(aGraph({ inputs: [aTensor({ shape: ['N', 7] })] }));
    await expect(register({ signature })).rejects.toMatchObject({
      code: 'signature_mismatch',
      fields: [{ pointer: '/manifest/signature/inputs/0/features' }],
    });
    expect([registry.state.models, blobs]).toEqual([[], []]);
  });

  it('says what to send when there is neither a signature nor labelled data', async () => {
    const { register } = world();
    const missing = (pointer: string) => ({ code: 'signature_missing', fields: [{ pointer }] });
    await expect(register()).rejects.toMatchObject(missing('/manifest/signature'));
    await expect(register({ table: withTable.table })).rejects.toMatchObject(missing('/manifest/label'));
  });

  it('refuses a name that can not stand in a URL', async () => {
    await expect(world().register({ model: 'My Model', signature })).rejects.toMatchObject({
      code: 'model_name_invalid',
    });
  });

  it('says in the source what was changed of the artifact', async () => {
    const { version } = await world(aGraph(), ['ZipMap taken out']).register({ signature, source: { run: 7 } });
    expect(version.source).toEqual({ run: 7, artifactChanges: ['ZipMap taken out'] });
  });
});
