import { describeWithServer, identityProvider, testDatabase, type IdentityProvider } from '@plumbline/testing';
import { InferenceWorld } from './inference-world.builder';
import { startInference, type RunningInference } from './running-inference.builder';

const client = (id: string) => ({
  ...{ client_id: id, client_secret: `secret-of-${id}`, redirect_uris: [], response_types: [] },
  grant_types: ['client_credentials'],
});

describeWithServer('database', 'access tokens of the identity provider at the data plane', () => {
  let world: InferenceWorld;
  let provider: IdentityProvider;
  let inference: RunningInference;
  beforeAll(async () => {
    provider = await identityProvider({
      people: { caller: { name: 'Caller', roles: ['callers'] }, reader: { name: 'Reader', roles: ['readers'] } },
      clients: ['caller', 'reader'].map(client),
      audience: 'urn:plumbline',
      claim: 'roles',
    });
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    inference = await startInference(world, {
      OIDC_ISSUER: provider.issuer,
      OIDC_AUDIENCE: 'urn:plumbline',
      OIDC_ROLE_MAP: '{"callers":"predict","readers":"viewer"}',
    });
  });
  afterAll(async () => {
    await inference?.close();
    await provider?.stop();
    await world?.close();
  });

  async function accessToken(id: string): Promise<string> {
    const credentials = Buffer.from(`${id}:secret-of-${id}`).toString('base64');
    const answer = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: 'urn:plumbline' }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }
  const ask = async (token: string) =>
    (await inference.client.predict('bank', { instances: [{ x: 1 }] }, token)).status;

  it('predict by the role of their claims, and go on while the provider is away', async () => {
    const [caller, reader] = await Promise.all([accessToken('caller'), accessToken('reader')]);
    expect([await ask(caller), await ask(reader)]).toEqual([200, 403]);
    await provider.stop();
    expect(await ask(caller)).toBe(200);
    const forged = caller.replace(
      /\.([^.])([^.]*)$/,
      (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
    );
    expect(forged).not.toBe(caller);
    expect(await ask(forged)).toBe(401);
  });
});
