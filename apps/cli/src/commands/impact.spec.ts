import type { ImpactEffectView, ImpactView } from '@plumbline/contracts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../run-cli';

const effect = (estimate: number): ImpactEffectView => ({
  ...{ estimate, low: estimate - 1, high: estimate + 1, n: 1_000 },
  ...{ anytimeLow: estimate - 2, anytimeHigh: estimate + 2, verdict: 'gain' },
});
const nothing: ImpactView = {
  ...{ model: 'churn', state: 'not_configured', reason: 'Write an impact policy.', from: null, to: null, policy: null },
  ...{ arms: null, sampleRatio: null, mixedSubjects: 0, warnings: [], effects: null },
  ...{ cells: [], versions: [], series: [] },
};
const known: ImpactView = {
  ...nothing,
  ...{ state: 'known', reason: 'Acting on the model gains value.', from: '2026-01-01', to: '2026-02-01' },
  policy: {
    ...{ currency: 'EUR', action: 'on_positive', positiveOutcome: 'unwanted', amount: 'every_outcome' },
    ...{ holdoutPercent: 10, minimumSubjects: 100, alpha: 0.05 },
  },
  effects: {
    ...{ valuePerSubject: effect(3), valueTotal: effect(2_700), outcomeRate: effect(0.1) },
    ...{ amountPerSubject: effect(5), costSavedPerSubject: effect(7) },
    amountLift: { estimate: 0.05, low: 0.01, high: 0.09, n: 1_000 },
  },
};

let server: Server;
let asked: string[];
let answer: ImpactView;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => ([asked, answer] = [[], known]));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = { url, token: 't', dataDir: '/nowhere', kafkaTopicPrefix: '' };
  const code = await runCli(args, { environment, stdout: (line) => out.push(line), stderr: () => undefined });
  return { code, out: out.join('\n') };
}

describe('plumbline impact', () => {
  it('shows each effect with the interval for one look and the one for any number', async () => {
    const { code, out } = await run('impact', 'churn', '--from', '2026-01-01T00:00:00Z');
    expect(code).toBe(0);
    expect(asked).toEqual(['GET /api/v1/models/churn/impact?from=2026-01-01T00%3A00%3A00Z']);
    expect(out).toMatch(/value a subject \(EUR\) +3\.0000 +2\.0000 to 4\.0000 +1\.0000 to 5\.0000 +gain/);
    expect(out).toContain('fewer positive outcomes');
    expect(out).toContain('lift of the mean amount: 0.0500 (0.0100 to 0.0900, one look)');
  });

  it('says how to begin where nobody has said what a decision is worth', async () => {
    answer = nothing;
    expect((await run('impact', 'churn')).out).toContain('plumbline policy set churn impact impact.json');
  });
});
