import type { PerformanceView, SegmentSearchView } from '@plumbline/contracts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../run-cli';

const rate = { estimate: 0.8, low: 0.75, high: 0.85, n: 100 };
const view: PerformanceView = {
  expected: { version: 1, logLoss: 0.3, auc: 0.9 },
  total: {
    ...{ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', predictions: 400, labelled: 100 },
    ...{ positiveRate: 0.1, meanScore: 0.2, logLoss: 0.31, auc: 0.88, accuracy: 0.8 },
    metrics: { accuracy: rate, logLoss: { ...rate, estimate: 0.31 } },
    estimated: { accuracy: { ...rate, estimate: 0.82, n: 400 } },
  },
  windows: [],
  calibration: { atBirth: 'unknown', calibrationErrorAtBirth: null, calibrationError: null },
  coverage: {
    ...{ predictions: 400, labelled: 100, timedOut: 7, share: 0.25 },
    byAge: [],
    provisional: 3,
    orphans: 2,
    late: 1,
  },
  delay: { outcomes: 93, medianMs: 7_200_000, p90Ms: 259_200_000 },
  segments: [{ segmentation: 'job', segment: 'student', predictions: 50, labelled: 40, metrics: { accuracy: rate } }],
};
const search: SegmentSearchView = {
  ...{ loss: 'logLoss', rows: 900, meanLoss: 0.3, looked: 80, minimumRows: 30, alpha: 0.05 },
  segments: [
    {
      where: [
        { feature: 'job', value: 'student' },
        { feature: 'age', value: 'below 25' },
      ],
      ...{ rows: 40, meanLoss: rate, meanLossElsewhere: 0.25, excess: rate, adjustedPValue: 0.0012 },
    },
  ],
};

describe('plumbline performance', () => {
  let server: Server;
  let asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(request.url?.includes('/segments') ? search : view));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => void (asked = []));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function run(...args: string[]): Promise<string> {
    const out: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const environment = { url, token: 't', dataDir: '/nowhere', kafkaTopicPrefix: '' };
    const io = { environment, stdout: (line: string) => out.push(line), stderr: () => undefined };
    expect(await runCli(['performance', 'loan', ...args], io)).toBe(0);
    return out.join('\n');
  }

  it('shows metrics with intervals, the estimate beside them, and says when nobody knows whether to believe it', async () => {
    const text = await run();
    expect(text).toMatch(/accuracy +0\.8000 \[0\.7500, 0\.8500\] +100 +0\.8200 \[0\.7500, 0\.8500\]/);
    expect(text).toMatch(/log loss +0\.3100 \[.*\] +100 +-/);
    expect(text).toContain('needs calibrated probabilities');
    expect(text).toContain('labels: 100 of 400 predictions (25.0 %), 7 of them negative by time-out');
    expect(text).toContain('outcome delay: median 2.0 h, 90 % within 3.0 d');
    expect(text).toMatch(/job +student +40 +0\.8000/);
  });

  it('searches for the worst segments when asked', async () => {
    const text = await run('--worst-segments', '--from', '2026-01-01T00:00:00Z');
    expect(asked).toEqual(['/api/v1/models/loan/performance/segments?from=2026-01-01T00%3A00%3A00Z']);
    expect(text).toMatch(/job = student, age = below 25 +40 .* 0\.0012/);
  });
});
