import { aSignature } from '../signature.builder';
import { FakeVersionLoader } from '../versions/version-loader.fake';
import { VersionPool } from '../versions/version-pool';
import type { OpenRollout } from './rollout-route';
import type { ModelRoute } from './routing-table';
import { ServingState } from './serving-state';

const rollout = (candidateVersion: number): OpenRollout => ({
  id: 'r1',
  state: 'running',
  championVersion: 1,
  candidateVersion,
  sharePercent: 100,
  salt: 's',
  paired: true,
});
const route = (championVersion: number, open: OpenRollout | null = null, model = 'bank'): ModelRoute => ({
  model,
  championVersion,
  rollout: open,
});

describe('ServingState', () => {
  let loader: FakeVersionLoader;
  let pool: VersionPool;
  let failures: string[];
  let state: ServingState;
  let nowMs: number;
  const served = (model = 'bank') => state.table.route(model, 'ana').version;

  beforeEach(() => {
    loader = new FakeVersionLoader();
    for (const key of ['bank@1', 'bank@2', 'shop@1']) {
      loader.models.set(key, { signature: aSignature(), score: () => 0.5 });
    }
    pool = new VersionPool(loader);
    failures = [];
    nowMs = 1_000;
    state = new ServingState(
      pool,
      (model, version) => failures.push(`${model}@${version}`),
      () => nowMs,
    );
  });

  it('is ready when the registry was read once, be it empty', async () => {
    expect(state.isReady).toBe(false);
    await state.apply([]);
    expect(state.isReady).toBe(true);
  });

  it('routes to a version only when it is loaded', async () => {
    await state.apply([route(1)]);
    const applied = state.apply([route(2)]);
    expect(served()).toBe(1);
    expect(pool.get('bank', 2)).toBeUndefined();
    await applied;
    expect(served()).toBe(2);
    expect(pool.get('bank', 2)).toBeDefined();
  });

  it('goes on serving the old champion when the new one cannot be loaded, and other models change all the same', async () => {
    await state.apply([route(1)]);
    await state.apply([route(7), route(1, null, 'shop')]);
    expect([served(), served('shop')]).toEqual([1, 1]);
    expect(failures).toEqual(['bank@7']);
  });

  it('takes the new champion as soon as it can be loaded', async () => {
    await state.apply([route(1)]);
    await state.apply([route(7)]);
    loader.models.set('bank@7', { signature: aSignature(), score: () => 0.7 });
    await state.apply([route(7)]);
    expect(served()).toBe(7);
  });

  it('says which version does not serve and why, until it does or is not wanted any more', async () => {
    await state.apply([route(1), route(7, null, 'shop')]);
    expect(state.failuresOf('bank')).toEqual([]);
    const failure = { version: 7, code: 'version_not_found', since: new Date(1_000) };
    expect(state.failuresOf('shop')).toEqual([{ ...failure, reason: expect.stringContaining('no version 7') }]);
    nowMs = 9_000;
    await state.apply([route(1), route(7, null, 'shop')]);
    expect(state.failuresOf('shop')).toMatchObject([failure]);
    await state.apply([route(1), route(1, null, 'shop')]);
    expect(state.failuresOf('shop')).toEqual([]);
  });

  it('tries what cannot be loaded again at once, then at growing distances', async () => {
    await state.apply([route(7)]);
    await state.apply([route(7)]);
    expect(failures).toHaveLength(2);
    await state.apply([route(7)]);
    expect(failures).toHaveLength(2);
    nowMs += 2_000;
    await state.apply([route(7)]);
    expect(failures).toHaveLength(3);
    nowMs += 2_000;
    await state.apply([route(7)]);
    expect(failures).toHaveLength(3);
  });

  it('leaves everybody with the champion when the candidate cannot be loaded', async () => {
    await state.apply([route(1, rollout(7))]);
    expect(state.table.route('bank', 'ana')).toEqual({ version: 1, alsoScore: [] });
    await state.apply([route(1, rollout(2))]);
    expect(served()).toBe(2);
  });

  it('forgets a model that is no longer in the registry', async () => {
    await state.apply([route(1)]);
    await state.apply([]);
    expect(() => served()).toThrow(expect.objectContaining({ code: 'model_not_found' }));
  });
});
