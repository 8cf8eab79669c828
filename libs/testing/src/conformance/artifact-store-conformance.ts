import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ArtifactStore } from '@plumbline/platform';

export interface ArtifactStoreHarness {
  readonly store: ArtifactStore;
  /** Changes the stored bytes behind the store's back. */
  damage(digest: string, change: (bytes: Uint8Array) => Uint8Array): Promise<void> | void;
}

const HELLO = new TextEncoder().encode('hello');
// printf hello | sha256sum
const HELLO_DIGEST = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
// printf '' | sha256sum
const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const NOT_DIGESTS = ['../../etc/passwd', '', 'abc', HELLO_DIGEST.toUpperCase(), `${HELLO_DIGEST}0`];

/** More than any chunk or part of a store, and no multiple of them. */
const LARGE = Buffer.alloc(9 * 1024 * 1024 + 17, 'a model that is too large for one chunk; ');
const LARGE_DIGEST = createHash('sha256').update(LARGE).digest('hex');
/** Some chunks: enough for a first, a middle and a last byte. */
const MODEL = LARGE.subarray(0, 700 * 1024 + 17);
const MODEL_DIGEST = createHash('sha256').update(MODEL).digest('hex');

const flip = (position: number) => (bytes: Uint8Array) => {
  const changed = Uint8Array.from(bytes);
  changed[position] = (changed[position] ?? 0) ^ 1;
  return changed;
};

async function hashOf(stream: Readable): Promise<{ digest: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
  }
  return { digest: hash.digest('hex'), bytes };
}

type Open = () => Promise<ArtifactStoreHarness> | ArtifactStoreHarness;

/** What every ArtifactStore must do. */
export function artifactStoreConformance(open: Open): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-artifact-'));
    writeFileSync(join(folder, 'large'), LARGE);
    writeFileSync(join(folder, 'model'), MODEL);
    writeFileSync(join(folder, 'empty'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const local = (name: string) => join(folder, name);

  keepsBytes(open, local);
  knowsWhatItHas(open, local);
  findsDamage(open, local);
}

function keepsBytes(open: Open, local: (name: string) => string): void {
  it('names a blob by the SHA-256 of its bytes and gives the same bytes back', async () => {
    const { store } = await open();
    expect(await store.put(HELLO)).toBe(HELLO_DIGEST);
    expect([...(await store.get(HELLO_DIGEST))]).toEqual([...HELLO]);
  });

  it('streams a file in, out and into another file', async () => {
    const { store } = await open();
    const expected = { digest: LARGE_DIGEST, bytes: LARGE.length };
    expect(await store.putFile(local('large'))).toEqual(expected);
    const { bytes, stream } = await store.open(LARGE_DIGEST);
    expect([bytes, await hashOf(stream)]).toEqual([LARGE.length, expected]);
    await store.copyTo(LARGE_DIGEST, local('copy'));
    expect(LARGE.equals(readFileSync(local('copy')))).toBe(true);
    expect(LARGE.equals(await store.get(LARGE_DIGEST))).toBe(true);
  });

  it('stores the same bytes twice without a complaint, also at once', async () => {
    const { store } = await open();
    const digests = await Promise.all([store.put(HELLO), store.put(HELLO), store.put(HELLO)]);
    expect(new Set([...digests, await store.put(HELLO)])).toEqual(new Set([HELLO_DIGEST]));
    expect([...(await store.get(HELLO_DIGEST))]).toEqual([...HELLO]);
    const files = await Promise.all([store.putFile(local('large')), store.putFile(local('large'))]);
    expect(new Set([...files.map(({ digest }) => digest), await store.put(LARGE)])).toEqual(new Set([LARGE_DIGEST]));
    expect((await hashOf((await store.open(LARGE_DIGEST)).stream)).digest).toBe(LARGE_DIGEST);
  });

  it('keeps an empty blob', async () => {
    const { store } = await open();
    expect(await store.put(new Uint8Array())).toBe(EMPTY_DIGEST);
    expect(await store.putFile(local('empty'))).toEqual({ digest: EMPTY_DIGEST, bytes: 0 });
    expect(await store.get(EMPTY_DIGEST)).toHaveLength(0);
    expect(await hashOf((await store.open(EMPTY_DIGEST)).stream)).toEqual({ digest: EMPTY_DIGEST, bytes: 0 });
  });
}

function knowsWhatItHas(open: Open, local: (name: string) => string): void {
  it('says what it has', async () => {
    const { store } = await open();
    expect(await store.has(HELLO_DIGEST)).toBe(false);
    await store.put(HELLO);
    expect(await store.has(HELLO_DIGEST)).toBe(true);
  });

  it('gives back what a stream that nobody read held', async () => {
    const { store } = await open();
    await store.put(HELLO);
    const { stream } = await store.open(HELLO_DIGEST);
    await new Promise((resolve) => stream.once('close', resolve).destroy());
    expect((await hashOf((await store.open(HELLO_DIGEST)).stream)).digest).toBe(HELLO_DIGEST);
  });

  it('rejects when the source is not there', async () => {
    const { store } = await open();
    await expect(store.putFile(local('no-such-file'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([HELLO_DIGEST, ...NOT_DIGESTS])(
    'rejects with artifact_missing for %j when it is not there',
    async (digest) => {
      const { store } = await open();
      const missing = { code: 'artifact_missing' };
      await expect(store.get(digest)).rejects.toMatchObject(missing);
      await expect(store.open(digest)).rejects.toMatchObject(missing);
      await expect(store.copyTo(digest, local('absent'))).rejects.toMatchObject(missing);
      expect(readdirSync(local('.')).filter((name) => name.startsWith('absent'))).toEqual([]);
      expect(await store.has(digest)).toBe(false);
    },
  );
}

function findsDamage(open: Open, local: (name: string) => string): void {
  const changes: [string, (bytes: Uint8Array) => Uint8Array][] = [
    ['the first byte changed', flip(0)],
    ['a byte in the middle changed', flip(MODEL.length >> 1)],
    ['the last byte changed', flip(MODEL.length - 1)],
    ['the last byte is gone', (bytes) => bytes.subarray(0, -1)],
    ['a byte more is there', (bytes) => Buffer.concat([bytes, bytes.subarray(0, 1)])],
    ['nothing is left', () => new Uint8Array()],
  ];
  it.each(changes)('serves nothing and names what it found when %s; a new put mends it', async (_, change) => {
    const { store, damage } = await open();
    await store.put(MODEL);
    await damage(MODEL_DIGEST, change);
    const found = createHash('sha256').update(change(MODEL)).digest('hex');
    const corrupt = { code: 'artifact_corrupt', details: { digest: MODEL_DIGEST, found } };
    await expect(store.get(MODEL_DIGEST)).rejects.toMatchObject(corrupt);
    await expect(store.open(MODEL_DIGEST)).rejects.toMatchObject(corrupt);
    await expect(store.copyTo(MODEL_DIGEST, local('damaged'))).rejects.toMatchObject(corrupt);
    expect(readdirSync(local('.')).filter((name) => name.startsWith('damaged'))).toEqual([]);
    await store.putFile(local('model'));
    expect((await hashOf((await store.open(MODEL_DIGEST)).stream)).digest).toBe(MODEL_DIGEST);
    await damage(MODEL_DIGEST, change);
    await store.put(MODEL);
    expect(MODEL.equals(await store.get(MODEL_DIGEST))).toBe(true);
  });

  it('gives the right bytes or fails when a byte changes after the opening: never all of the wrong ones', async () => {
    const { store, damage } = await open();
    await store.put(MODEL);
    const { stream } = await store.open(MODEL_DIGEST);
    await damage(MODEL_DIGEST, flip(MODEL.length >> 1));
    const outcome = await hashOf(stream).catch((error: unknown) => error);
    const right = { digest: MODEL_DIGEST, bytes: MODEL.length };
    expect([right, expect.objectContaining({ code: 'artifact_corrupt' })]).toContainEqual(outcome);
  });
}
