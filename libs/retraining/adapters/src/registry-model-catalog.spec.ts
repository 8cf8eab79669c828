import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aSignature, FakeAdmission, InMemoryRegistry, RegisterVersion } from '@plumbline/registry-core';
import { InMemoryArtifactStore } from '@plumbline/testing';
import { RegistryModelCatalog } from './registry-model-catalog';

const row = (id: string, positive: boolean) => ({
  ...{ id, features: [30, 'paris'], attributes: null, positive, source: 'base' as const },
});
const candidate = {
  model: 'churn',
  runId: 'run-1',
  artifact: Buffer.from('onnx bytes'),
  signature: aSignature(),
  trainedOn: [row('a', true), row('b', false)],
  holdout: { scores: Float64Array.of(0.9, 0.1), positive: [true, false] },
  metrics: { logLoss: 0.105 },
  source: { runId: 'run-1', snapshotDigest: 'd'.repeat(64), parentVersion: 1 },
  bornBecause: 'drift',
  actor: 'system:retraining',
};

describe('RegistryModelCatalog', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'catalog-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function world() {
    const registry = new InMemoryRegistry();
    const artifacts = new InMemoryArtifactStore();
    const admission = new FakeAdmission();
    const register = new RegisterVersion({
      ...{ admission, artifacts, unitOfWork: registry },
      profile: () => ({ reference: null, metrics: {}, metricIntervals: {} }),
    });
    const scratch = {
      within: async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
        const folder = await mkdtemp(join(root, 'work-'));
        return work(folder).finally(() => rm(folder, { recursive: true }));
      },
    };
    const told: number[] = [];
    const onRegistered = async ({ version }: { version: number }) => void told.push(version);
    const catalog = new RegistryModelCatalog(registry, register, artifacts, scratch, onRegistered);
    return { registry, artifacts, admission, catalog, told };
  }

  it('registers a candidate through the admission, on the rows it learned from, with its lineage', async () => {
    const { catalog, registry, artifacts, admission, told } = await world();
    expect(await catalog.registerCandidate(candidate)).toBe(1);
    const [version] = registry.state.versions;
    expect(version).toMatchObject({
      lineage: { runId: 'run-1', parentVersion: 1, data: [{ name: 'training snapshot', rows: 4 }] },
      metricIntervals: { logLoss: { on: 'hold-out', rows: 2 } },
      admission: { rows: 2 },
      reference: { rows: 2 },
    });
    expect(Buffer.from(await artifacts.get(version?.artifactDigest ?? '')).toString()).toBe('onnx bytes');
    expect(admission.tried).toEqual([candidate.trainedOn.map(({ features }) => features)]);
    expect([await readdir(root), told]).toEqual([[], [1]]);
  });

  it('finds the version of a run that was killed after registering', async () => {
    const { catalog, registry } = await world();
    await catalog.registerCandidate(candidate);
    expect(await catalog.registerCandidate(candidate)).toBe(1);
    expect(registry.state.versions).toHaveLength(1);
  });
});
