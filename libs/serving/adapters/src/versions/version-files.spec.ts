import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArtifactStore, type ArtifactStore } from '@plumbline/platform';
import { VersionFiles } from './version-files';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('VersionFiles', () => {
  let data: string;
  let cache: string;
  let store: ArtifactStore;
  let files: VersionFiles;

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'plumbline-files-'));
    cache = join(data, 'model-cache');
    store = createArtifactStore({ dataDir: data });
    files = new VersionFiles(store, cache, 100);
    for (const text of ['graph', 'weights', 'x'.repeat(101)]) await store.put(Buffer.from(text));
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  const folders = () => (existsSync(cache) ? readdirSync(cache) : []);
  const withWeights = (name: string) => ({
    digest: sha('graph'),
    bytes: 5,
    files: [{ name, digest: sha('weights') }],
  });
  const pathOf = (source: unknown): string => (source as { path: string }).path;

  it('gives a small model in one file as bytes', async () => {
    const { source } = await files.open({ digest: sha('graph'), bytes: 5, files: [] });
    expect(Buffer.from(source as Uint8Array).toString()).toBe('graph');
    expect(folders()).toEqual([]);
  });

  it('lays external data beside the graph under the names that it uses, and takes all away at the release', async () => {
    const { source, release } = await files.open(withWeights('layers/weights.bin'));
    const folder = join(pathOf(source), '..');
    expect(readFileSync(pathOf(source), 'utf8')).toBe('graph');
    expect(readFileSync(join(folder, 'layers/weights.bin'), 'utf8')).toBe('weights');
    await release();
    expect(folders()).toEqual([]);
  });

  it('gives a large model as a file', async () => {
    const { source } = await files.open({ digest: sha('x'.repeat(101)), bytes: 101, files: [] });
    expect(readFileSync(pathOf(source))).toHaveLength(101);
  });

  it('leaves no file when one of them is damaged or missing', async () => {
    const digest = sha('weights');
    const stored = readdirSync(data, { recursive: true, encoding: 'utf8' }).find((name) =>
      name.endsWith(digest.slice(2)),
    );
    writeFileSync(join(data, stored as string), 'weighty');
    await expect(files.open(withWeights('weights.bin'))).rejects.toMatchObject({ code: 'artifact_corrupt' });
    rmSync(join(data, stored as string));
    await expect(files.open(withWeights('weights.bin'))).rejects.toMatchObject({ code: 'artifact_missing' });
    expect(folders()).toEqual([]);
  });

  it.each(['../weights.bin', '/etc/weights.bin', '.'])('writes nothing outside the folder: %s', async (name) => {
    await expect(files.open(withWeights(name))).rejects.toMatchObject({ code: 'external_name_invalid' });
    expect(folders()).toEqual([]);
  });

  it('takes away what a killed process left, and nothing that is in use', async () => {
    const { source } = await files.open(withWeights('weights.bin'));
    for (const name of ['dead', 'tmp-old', 'tmp-new']) mkdirSync(join(cache, name));
    utimesSync(join(cache, 'tmp-old'), new Date(0), new Date(0));
    const later = new VersionFiles(store, cache, 100);
    await later.open(withWeights('weights.bin'));
    expect(existsSync(pathOf(source))).toBe(true);
    expect(folders()).toHaveLength(3);
    expect(folders()).toContain('tmp-new');
  });
});
