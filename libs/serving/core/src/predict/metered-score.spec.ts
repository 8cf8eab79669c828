import type { OpenRollout } from '../routing/rollout-route';
import { ServingState } from '../routing/serving-state';
import { aSignature } from '../signature.builder';
import { InMemorySpool } from '../spool/spool.fake';
import { FakeVersionLoader } from '../versions/version-loader.fake';
import { VersionPool } from '../versions/version-pool';
import { Predict } from './predict';

const canary: OpenRollout = {
  ...{ id: 'r1', state: 'running', championVersion: 1, candidateVersion: 2, sharePercent: 50, salt: 's' },
  ...{ paired: true, stepIndex: 2 },
};
const people = Array.from({ length: 40 }, (_, i) => `c${i}`);
const forAll = { model: 'bank', instances: people.map(() => ({ age: 30, job: 'admin' })), subjects: people };

async function world(rollout: OpenRollout | null, score: (version: number) => number = (version) => version / 10) {
  const loader = new FakeVersionLoader();
  for (const version of [1, 2])
    loader.models.set(`bank@${version}`, { signature: aSignature(), score: () => score(version) });
  const versions = new VersionPool(loader);
  const state = new ServingState(versions);
  await state.apply([{ model: 'bank', championVersion: 1, rollout }]);
  const observer = { predicted: () => undefined, eventsDropped: () => undefined, otherVersionFailed: () => undefined };
  let ids = 0;
  const ports = { routes: state, versions, spool: new InMemorySpool(), observer, newId: () => `p${++ids}` };
  const predict = new Predict({ ...ports, now: () => new Date(0) });
  const ask = (change = {}) => predict.execute({ ...forAll, record: true, ...change });
  const counts = () =>
    Object.fromEntries(
      state.meters
        .read()
        .map(({ version, role, asked, failed, invalid }) => [`${version} ${role}`, { asked, failed, invalid }]),
    );
  return { ask, counts };
}
const fails = (failing: number) => (version: number) => {
  if (version === failing) throw new RangeError('no memory');
  return 0.5;
};

describe('what serving counts for the judge of a rollout', () => {
  it('is every row that a version scored, as the answer or beside it', async () => {
    const { ask, counts } = await world(canary);
    const answers = await ask();
    const own = answers.filter(({ version }) => version === 2).length;
    expect(counts()).toEqual({
      '1 answering': { asked: 40 - own, failed: 0, invalid: 0 },
      '2 beside': { asked: 40 - own, failed: 0, invalid: 0 },
      '2 answering': { asked: own, failed: 0, invalid: 0 },
      '1 beside': { asked: own, failed: 0, invalid: 0 },
    });
  });

  it('is a failure of the version that failed, not of the one that answered', async () => {
    const beside = await world({ ...canary, sharePercent: 0 }, fails(2));
    await beside.ask();
    expect(beside.counts()).toEqual({
      '1 answering': { asked: 40, failed: 0, invalid: 0 },
      '2 beside': { asked: 40, failed: 40, invalid: 0 },
    });
    const answering = await world({ ...canary, sharePercent: 100, paired: false }, fails(2));
    await expect(answering.ask()).rejects.toThrow('no memory');
    expect(answering.counts()).toEqual({ '2 answering': { asked: 40, failed: 40, invalid: 0 } });
  });

  it('is a row that a version would not take, or has no number for', async () => {
    const refused = await world({ ...canary, sharePercent: 0 });
    await expect(refused.ask({ instances: people.map(() => ({ age: 'old', job: 'admin' })) })).rejects.toMatchObject({
      code: 'instances_invalid',
    });
    expect(refused.counts()).toEqual({ '1 answering': { asked: 40, failed: 0, invalid: 40 } });
    const unscorable = await world({ ...canary, sharePercent: 0 }, (version) => (version === 2 ? NaN : 0.5));
    await unscorable.ask();
    expect(unscorable.counts()).toMatchObject({ '2 beside': { asked: 40, failed: 0, invalid: 40 } });
  });

  it('is nothing while no rollout is open, or for a version that the caller named', async () => {
    const without = await world(null);
    await without.ask();
    expect(without.counts()).toEqual({});
    const named = await world(canary);
    await named.ask({ version: 2 });
    expect(named.counts()).toEqual({});
  });
});
