import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { ago } from './fixture-times.mts';
import { alertDetail, deliveries, silences, webhooks } from './fixtures-alerts.mts';
import { deadLetter, deadLetters } from './fixtures-dead-letters.mts';
import { aliases, alerts, history, models, versions } from './fixtures-models.mts';
import { approvals, documents, tokens, users } from './fixtures-people.mts';
import { fairness } from './fixtures-fairness.mts';
import { impact, notConfigured } from './fixtures-impact.mts';
import { drift, performance, quality } from './fixtures-monitoring.mts';
import { auditEntries, predictions, runs, trainingRuns } from './fixtures-records.mts';
import { pauseFixture, rollouts } from './fixtures-rollouts.mts';

type Handler = (match: RegExpMatchArray, url: URL) => unknown;
let signedIn = true;

const page = <T,>(items: T[]) => ({ items, nextCursor: null });
const MAIN = 'bank-marketing';
const only = <T,>(model: string | undefined, value: T, otherwise: T): T => (model === MAIN ? value : otherwise);

const GET: readonly (readonly [RegExp, Handler])[] = [
  [
    /^\/session$/,
    () => (signedIn ? { name: 'admin', role: 'admin', models: ['*'], person: 'token:admin' } : undefined),
  ],
  [/^\/session\/methods$/, () => ({ token: true, oidc: null })],
  [
    /^\/status$/,
    () => ({ version: '0.1.0', eventBus: 'embedded', queue: 'postgres', inferenceUrl: '', role: 'admin' }),
  ],
  [/^\/models$/, () => page(models())],
  [/^\/models\/([^/]+)$/, ([, model]) => models().find(({ name }) => name === model)],
  [/^\/models\/([^/]+)\/versions$/, ([, model]) => page(only(model, versions(), []))],
  [
    /^\/models\/([^/]+)\/versions\/(\d+)$/,
    ([, , version]) => versions().find((one) => one.version === Number(version)),
  ],
  [/^\/models\/([^/]+)\/versions\/\d+\/(card|gate-report)$/, ([, , kind]) => documents(kind)],
  [/^\/models\/([^/]+)\/policies$/, () => page([])],
  [/^\/approvals$/, (_, url) => page(approvals(url.searchParams.get('state')))],
  [/^\/tokens$/, () => page(tokens())],
  [/^\/users$/, () => page(users())],
  [/^\/models\/([^/]+)\/aliases$/, ([, model]) => page(only(model, aliases(), []))],
  [/^\/models\/([^/]+)\/aliases\/champion\/history$/, ([, model]) => page(only(model, history(), []))],
  [/^\/models\/([^/]+)\/rollouts$/, ([, model]) => page(only(model, rollouts(), []))],
  [/^\/rollouts\/([^/]+)$/, ([, id]) => rollouts().find((one) => one.id === id)],
  [/^\/models\/([^/]+)\/drift$/, ([, model]) => only(model, drift(), { latest: null, streams: [], history: [] })],
  [/^\/models\/([^/]+)\/quality$/, () => quality()],
  [
    /^\/models\/([^/]+)\/performance$/,
    ([, model]) => only(model, performance(), { expected: null, total: null, windows: [] }),
  ],
  [
    /^\/models\/([^/]+)\/fairness$/,
    ([, model]) =>
      only(model, fairness(), { from: null, to: null, limit: 0.8, minimumGroup: 100, attributes: [], history: [] }),
  ],
  [/^\/models\/([^/]+)\/impact$/, ([, model = '']) => only(model, impact(model), notConfigured(model))],
  [/^\/models\/([^/]+)\/predictions$/, ([, model]) => page(only(model, predictions(), []))],
  [/^\/dead-letters$/, (_, url) => page(deadLetters(url.searchParams))],
  [/^\/dead-letters\/([^/]+)$/, ([, id]) => deadLetter(id)],
  [/^\/predictions\/([^/]+)$/, ([, id]) => predictions().find(({ predictionId }) => predictionId === id)],
  [
    /^\/models\/([^/]+)\/reconciliation$/,
    ([, model]) => ({
      model,
      predictions: 18_204,
      outcomes: 11_302,
      joined: 11_290,
      pending: 6_914,
      orphans: 12,
      deadLetters: 0,
    }),
  ],
  [/^\/training-runs$/, (_, url) => trainingRuns(url.searchParams.get('model'))],
  [/^\/training-runs\/([^/]+)$/, ([, id]) => runs().find((one) => one.id === id)],
  [/^\/alerts$/, (_, url) => page(alerts(url.searchParams.get('state')))],
  [/^\/alerts\/([^/]+)$/, ([, id]) => alertDetail(id)],
  [/^\/silences$/, () => page(silences())],
  [/^\/webhooks$/, () => page(webhooks())],
  [/^\/webhooks\/([^/]+)\/deliveries$/, () => page(deliveries())],
  [/^\/audit$/, () => page(auditEntries())],
  [
    /^\/audit\/checkpoint$/,
    () => ({ size: 5, root: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=', note: '', createdAt: ago(3) }),
  ],
];

function json(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', status < 400 ? 'application/json' : 'application/problem+json');
  response.end(JSON.stringify(body));
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'text/event-stream');
  response.write(': hello\n\n');
  let n = 0;
  const timer = setInterval(() => {
    const event = { kind: 'training.progress', model: 'churn', at: ago(0), summary: `step ${n++}`, detail: {} };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }, 4_000);
  request.on('close', () => clearInterval(timer));
}

function change(path: string, method: string | undefined, response: ServerResponse): void {
  if (path === '/session') signedIn = method === 'POST';
  if (path.endsWith('/pause')) pauseFixture(true);
  if (path.endsWith('/resume')) pauseFixture(false);
  json(response, 200, {});
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://mock');
  const path = url.pathname;
  if (path === '/stream') return stream(request, response);
  if (request.method !== 'GET') return change(path, request.method, response);
  for (const [pattern, handler] of GET) {
    const match = path.match(pattern);
    if (!match) continue;
    const body = handler(match, url);
    if (body !== undefined) return json(response, 200, body);
    const status = path === '/session' ? 401 : 404;
    return json(response, status, { title: 'Not found', code: 'not_found', detail: `Nothing at ${path}.`, status });
  }
  json(response, 404, { title: 'Not found', code: 'no_route', detail: `No fixture for ${path}.`, status: 404 });
}

/** Answers /api/v1 from the fixtures, so that pages can be built without a running stack. Never part of a build. */
export function mockApi(): Plugin {
  return {
    name: 'plumbline-mock-api',
    apply: 'serve',
    configureServer: (server) => {
      server.middlewares.use('/api/v1', (request, response) => answer(request, response));
    },
  };
}
