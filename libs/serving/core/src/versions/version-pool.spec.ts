import { aSignature } from '../signature.builder';
import { FakeVersionLoader } from './version-loader.fake';
import { VersionPool } from './version-pool';

describe('VersionPool', () => {
  let loader: FakeVersionLoader;
  let nowMs: number;
  let pool: VersionPool;
  const routed = (version: number) => ({ model: 'bank', version });

  beforeEach(() => {
    loader = new FakeVersionLoader();
    for (let version = 1; version <= 9; version++) {
      loader.models.set(`bank@${version}`, { signature: aSignature(), score: () => version });
    }
    nowMs = 1_000;
    pool = new VersionPool(loader, { keepMs: 60_000, maxUnrouted: 2, nowMs: () => nowMs });
  });

  it('loads a version once, however many ask at once', async () => {
    const versions = await Promise.all([pool.load('bank', 1), pool.load('bank', 1), pool.load('bank', 1)]);
    expect(new Set(versions).size).toBe(1);
    expect(await pool.load('bank', 1)).toBe(pool.get('bank', 1));
    expect(loader.loads).toEqual(['bank@1']);
  });

  it('tries again what could not be loaded', async () => {
    await expect(pool.load('bank', 10)).rejects.toMatchObject({ code: 'version_not_found' });
    loader.models.set('bank@10', { signature: aSignature(), score: () => 10 });
    expect((await pool.load('bank', 10)).version).toBe(10);
  });

  it('keeps a version 60 s after its last route, then lets it go', async () => {
    await pool.load('bank', 1);
    nowMs += 50_000;
    await pool.sweep([routed(1)]);
    nowMs += 60_000;
    await pool.sweep([]);
    expect(loader.released).toEqual([]);
    nowMs += 1;
    await pool.sweep([]);
    expect(loader.released).toEqual(['bank@1']);
    expect(pool.get('bank', 1)).toBeUndefined();
  });

  it('never lets go of a routed version', async () => {
    await pool.load('bank', 1);
    nowMs += 10 * 60_000;
    await pool.sweep([routed(1)]);
    expect(pool.get('bank', 1)).toBeDefined();
  });

  it('keeps no more unrouted versions than it may, the latest asked', async () => {
    for (const version of [1, 2, 3, 4]) {
      await pool.load('bank', version);
      nowMs += 10;
    }
    await pool.sweep([routed(1)]);
    expect(loader.released).toEqual(['bank@2']);
  });

  it('never lets go of a version with requests in flight', async () => {
    const version = await pool.load('bank', 1);
    const answer = version.score([[1, 1, true, 'admin']]);
    nowMs += 10 * 60_000;
    await pool.sweep([]);
    expect(loader.released).toEqual([]);
    expect(await answer).toEqual([1]);
    await pool.sweep([]);
    expect(loader.released).toEqual(['bank@1']);
  });
});
