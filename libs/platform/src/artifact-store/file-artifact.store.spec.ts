import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactStoreConformance } from '@plumbline/testing';
import { createArtifactStore } from './create-artifact-store';

describe('FileArtifactStore', () => {
  const folders: string[] = [];
  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-artifacts-'));
    folders.push(folder);
    return folder;
  };
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  artifactStoreConformance(() => {
    const dataDir = newFolder();
    return {
      store: createArtifactStore({ dataDir }),
      damage: (digest) => writeFileSync(join(dataDir, 'artifacts', digest.slice(0, 2), digest.slice(2)), 'damaged'),
    };
  });

  it('leaves no temporary file behind', async () => {
    const dataDir = newFolder();
    const digest = await createArtifactStore({ dataDir }).put(Uint8Array.from([1, 2, 3]));
    expect(readdirSync(join(dataDir, 'artifacts', digest.slice(0, 2)))).toEqual([digest.slice(2)]);
  });

  it('takes a file URL', async () => {
    const folder = newFolder();
    const digest = await createArtifactStore({ artifactUrl: `file://${folder}`, dataDir: '/nowhere' }).put(
      new Uint8Array(1),
    );
    expect(readdirSync(join(folder, digest.slice(0, 2)))).toEqual([digest.slice(2)]);
  });

  it('says that S3 is not supported yet, and what to do', () => {
    expect(() => createArtifactStore({ artifactUrl: 's3://bucket', dataDir: '.' })).toThrow(
      /"s3" is not supported yet.*Remedy/s,
    );
  });
});
