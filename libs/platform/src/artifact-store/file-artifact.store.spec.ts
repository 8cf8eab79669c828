import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { artifactStoreConformance, killedPutConformance } from '@plumbline/testing';
import { createArtifactStore } from './create-artifact-store';

const KIB = 1024;

describe('FileArtifactStore', () => {
  const folders: string[] = [];
  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-artifacts-'));
    folders.push(folder);
    return folder;
  };
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  const blobPath = (dataDir: string, digest: string) => join(dataDir, 'artifacts', digest.slice(0, 2), digest.slice(2));

  artifactStoreConformance(() => {
    const dataDir = newFolder();
    return {
      store: createArtifactStore({ dataDir }),
      damage: (digest, change) => {
        const path = blobPath(dataDir, digest);
        writeFileSync(path, change(readFileSync(path)));
      },
    };
  });

  killedPutConformance(() => {
    const dataDir = newFolder();
    const folder = join(dataDir, 'artifacts');
    const incoming = join(folder, 'incoming');
    return {
      store: createArtifactStore({ dataDir }),
      artifactUrl: pathToFileURL(folder).href,
      dataDir,
      sizeBytes: 256 * KIB * KIB,
      hasBegun: () =>
        existsSync(incoming) && readdirSync(incoming).some((name) => statSync(join(incoming, name)).size > 0),
    };
  });

  it('fails a stream whose file changed after it was verified, before its last chunk', async () => {
    const dataDir = newFolder();
    const store = createArtifactStore({ dataDir });
    const bytes = Buffer.alloc(1000 * KIB, 7);
    const digest = await store.put(bytes);
    const { stream } = await store.open(digest);
    writeSync(openSync(blobPath(dataDir, digest), 'r+'), 'x', bytes.length - 1);
    let delivered = 0;
    const reading = (async () => {
      for await (const chunk of stream) delivered += (chunk as Buffer).length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'artifact_corrupt', message: expect.stringContaining(digest) });
    expect(delivered).toBeLessThan(bytes.length);
  });

  it('goes on with what it verified when the blob is replaced or removed meanwhile', async () => {
    const dataDir = newFolder();
    const store = createArtifactStore({ dataDir });
    const digest = await store.put(Buffer.alloc(1000 * KIB, 7));
    const { stream } = await store.open(digest);
    rmSync(blobPath(dataDir, digest));
    let delivered = 0;
    for await (const chunk of stream) delivered += (chunk as Buffer).length;
    expect(delivered).toBe(1000 * KIB);
  });

  it('leaves no temporary file behind', async () => {
    const dataDir = newFolder();
    const store = createArtifactStore({ dataDir });
    const digest = await store.put(Uint8Array.from([1, 2, 3]));
    await store.putFile(blobPath(dataDir, digest));
    expect(readdirSync(join(dataDir, 'artifacts', 'incoming'))).toEqual([]);
    expect(readdirSync(join(dataDir, 'artifacts', digest.slice(0, 2)))).toEqual([digest.slice(2)]);
  });

  it('removes what a process killed a day ago left, and not what one at work is writing', async () => {
    const dataDir = newFolder();
    const incoming = join(dataDir, 'artifacts', 'incoming');
    mkdirSync(incoming, { recursive: true });
    for (const name of ['abandoned', 'at-work']) writeFileSync(join(incoming, name), 'half');
    const dayAgo = Date.now() / 1000 - 25 * 3600;
    utimesSync(join(incoming, 'abandoned'), dayAgo, dayAgo);
    await createArtifactStore({ dataDir }).put(new Uint8Array(1));
    expect(readdirSync(incoming)).toEqual(['at-work']);
  });

  it('takes a file URL', async () => {
    const folder = newFolder();
    const store = createArtifactStore({ artifactUrl: pathToFileURL(folder).href, dataDir: '/nowhere' });
    const digest = await store.put(new Uint8Array(1));
    expect(readdirSync(join(folder, digest.slice(0, 2)))).toEqual([digest.slice(2)]);
  });

  it('refuses another scheme, and says what to give', () => {
    expect(() => createArtifactStore({ artifactUrl: 'ftp://x', dataDir: '.' })).toThrow(
      /"ftp" is not supported.*Remedy/s,
    );
  });
});
