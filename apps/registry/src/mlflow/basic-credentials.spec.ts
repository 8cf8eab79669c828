import fastify from 'fastify';
import { takeBasicCredentials } from './basic-credentials';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

async function heard(url: string, authorization: string): Promise<unknown> {
  const server = fastify();
  takeBasicCredentials(server);
  server.get('/*', ({ headers }) => ({ heard: headers.authorization }));
  return (await server.inject({ url, headers: { authorization } })).json().heard;
}

describe('Basic credentials', () => {
  it.each([
    [basic('ana:plb_token'), 'Bearer plb_token'],
    [basic(':plb_token'), 'Bearer plb_token'],
    [basic('ana:a:b'), 'Bearer a:b'],
  ])('%s carry a token as the password', async (header, token) => {
    expect(await heard('/api/2.0/mlflow/runs/get', header)).toBe(token);
    expect(await heard('/api/2.0/mlflow-artifacts/artifacts/a', header)).toBe(token);
  });

  it.each(['', 'Bearer x', 'Basic', basic('no colon'), basic('ana:'), basic('ana:two words')])(
    '%j carry none',
    async (header) => {
      expect(await heard('/api/2.0/mlflow/runs/get', header)).toBe(header);
    },
  );

  it('are not taken elsewhere', async () => {
    expect(await heard('/api/v1/models', basic('ana:plb_token'))).toBe(basic('ana:plb_token'));
  });
});
