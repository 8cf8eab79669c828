import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { QualityCheckView, QualityView } from '@plumbline/contracts';
import { runCli } from '../run-cli';

const check = (change: Partial<QualityCheckView>): QualityCheckView => ({
  ...{
    check: 'missing',
    feature: 'age',
    verdict: 'within',
    expected: 0.01,
    limit: 0.02,
    pValue: 0.4,
    adjustedPValue: 0.7,
  },
  ...{ observed: { estimate: 0.01, low: 0, high: 0.02, n: 500 }, basis: 'reference', examples: [] },
  ...change,
});
const viewOf = (verdict: QualityCheckView['verdict'], freshness: QualityCheckView['verdict']): QualityView => ({
  latest: {
    ...{ model: 'loan', version: 3, from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', rows: 500, alpha: 0.01 },
    verdict,
    checks: [check({}), check({ check: 'new_category', feature: 'job', verdict, examples: ['robot'] })],
  },
  freshness: check({
    ...{ check: 'freshness', feature: null, verdict: freshness, limit: 86_400_000, expected: null },
    observed: { estimate: 7_200_000, low: null, high: null, n: 1 },
  }),
  history: [],
});

describe('plumbline quality', () => {
  let server: Server;
  let view: QualityView;
  let asked = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked = request.url ?? '';
      response.end(JSON.stringify(view));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function run(answer: QualityView, ...args: string[]) {
    view = answer;
    const out: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const environment = { url, token: 't', dataDir: '/nowhere', kafkaTopicPrefix: '' };
    const streams = { stdout: (line: string) => void out.push(line), stderr: () => undefined };
    const code = await runCli(['quality', 'loan', ...args], { environment, ...streams });
    return { code, out: out.join('\n') };
  }

  it('shows what is violated first, with its examples, and exits with 3', async () => {
    const { code, out } = await run(viewOf('violated', 'within'), '--from', '2026-01-01T00:00:00Z');
    expect(code).toBe(3);
    expect(asked).toContain('/models/loan/quality?from=2026-01-01T00');
    expect(out.indexOf('new_category')).toBeLessThan(out.indexOf('missing'));
    expect(out).toContain('robot');
    expect(out).toContain('120 min');
    expect(out).toContain('violated: 500 rows of version 3');
  });

  it('exits with 0 within limits, 3 when nothing came for too long, 4 without evidence', async () => {
    expect((await run(viewOf('within', 'within'))).code).toBe(0);
    expect((await run(viewOf('within', 'violated'))).code).toBe(3);
    expect((await run({ ...viewOf('within', 'within'), latest: null })).code).toBe(4);
  });
});
