import type { ArtifactStore } from '@plumbline/platform';

export interface ArtifactStoreHarness {
  readonly store: ArtifactStore;
  /** Changes the stored bytes behind the store's back. */
  damage(digest: string): Promise<void> | void;
}

const HELLO = new TextEncoder().encode('hello');
// printf hello | sha256sum
const HELLO_DIGEST = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

/** What every ArtifactStore must do. */
export function artifactStoreConformance(open: () => Promise<ArtifactStoreHarness> | ArtifactStoreHarness): void {
  it('names a blob by the SHA-256 of its bytes and gives the same bytes back', async () => {
    const { store } = await open();
    expect(await store.put(HELLO)).toBe(HELLO_DIGEST);
    expect([...(await store.get(HELLO_DIGEST))]).toEqual([...HELLO]);
  });

  it('stores the same bytes twice without a complaint, also at once', async () => {
    const { store } = await open();
    const digests = await Promise.all([store.put(HELLO), store.put(HELLO), store.put(HELLO)]);
    expect(new Set([...digests, await store.put(HELLO)])).toEqual(new Set([HELLO_DIGEST]));
    expect([...(await store.get(HELLO_DIGEST))]).toEqual([...HELLO]);
  });

  it('keeps an empty blob', async () => {
    const { store } = await open();
    expect(await store.get(await store.put(new Uint8Array()))).toHaveLength(0);
  });

  it('says what it has', async () => {
    const { store } = await open();
    expect(await store.has(HELLO_DIGEST)).toBe(false);
    await store.put(HELLO);
    expect(await store.has(HELLO_DIGEST)).toBe(true);
  });

  it.each([HELLO_DIGEST, '../../etc/passwd', ''])(
    'rejects with artifact_missing for %j when it is not there',
    async (digest) => {
      const { store } = await open();
      await expect(store.get(digest)).rejects.toMatchObject({ code: 'artifact_missing' });
      expect(await store.has(digest)).toBe(false);
    },
  );

  it('rejects with artifact_corrupt when the bytes changed, and a new put mends it', async () => {
    const { store, damage } = await open();
    await store.put(HELLO);
    await damage(HELLO_DIGEST);
    await expect(store.get(HELLO_DIGEST)).rejects.toMatchObject({ code: 'artifact_corrupt' });
    await store.put(HELLO);
    expect([...(await store.get(HELLO_DIGEST))]).toEqual([...HELLO]);
  });
}
