// A real OpenID Connect provider for tests, in a process of its own because oidc-provider is an ES module. Its first line
// on stdout is its address; it ends with its parent, whose pipe closes.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const { port, people, clients, audience, claim } = JSON.parse(process.argv[2]);
const claimsOf = (id) => ({ sub: id, name: people[id].name, [claim]: people[id].roles });

const server = createServer((request, response) => answer(request, response));
await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  claims: { openid: ['sub', claim], profile: ['name'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => (people[id] ? { accountId: id, claims: () => claimsOf(id) } : undefined),
  extraTokenClaims: (_, token) => ({ [claim]: people[token.accountId ?? token.clientId]?.roles }),
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
    },
  },
});
const answer = provider.callback();
process.stdout.write(`${issuer}\n`);
process.stdin.resume().on('end', () => process.exit(0));
