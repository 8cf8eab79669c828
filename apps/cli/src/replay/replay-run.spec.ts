import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { PredictBody } from '@plumbline/contracts';
import { ApiClient } from '../server/api-client';
import { predictRows } from '../server/predict-client';
import { httpOutcomeSender } from './outcome-sender';
import { ReplayRun, type ReplayRow } from './replay-run';

/** Takes predictions and outcomes like the platform, and refuses by plan. */
class FakePlatform {
  readonly subjects: string[] = [];
  readonly outcomes: string[] = [];
  readonly order: string[] = [];
  calls = 0;
  private readonly server: Server;

  constructor(private readonly refuse: (call: number, url: string) => 'no' | 'before' | 'after' | 'hang up') {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async start(): Promise<ApiClient> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return new ApiClient(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`, 'token');
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(request)) as unknown;
    const fate = this.refuse(this.calls++, request.url ?? '');
    if (fate === 'before') return refuse(response);
    if (fate === 'hang up') return void request.socket.destroy();
    const answer = request.url?.endsWith(':predict') ? this.predict(body as PredictBody) : this.take(body as Outcomes);
    if (fate === 'after') return refuse(response);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }

  private predict({ subjects = [] }: PredictBody) {
    this.subjects.push(...subjects);
    this.order.push(...subjects.map((subject) => `predict ${subject}`));
    const predictions = subjects.map((subject) => ({ predictionId: `id-${subject}`, modelVersion: '1', score: 0.25 }));
    return { model: 'm', predictions };
  }

  private take({ outcomes }: Outcomes) {
    for (const { predictionId } of outcomes) {
      // The platform knows an outcome again by its prediction.
      if (!this.outcomes.includes(predictionId)) this.outcomes.push(predictionId);
      this.order.push(`outcome ${predictionId}`);
    }
    return { accepted: outcomes.length };
  }
}

interface Outcomes {
  readonly outcomes: { predictionId: string }[];
}

function refuse(response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '0', 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ code: 'spool_full', detail: 'later' }));
}

const rows = (count: number): ReplayRow[] =>
  Array.from({ length: count }, (_, row) => ({
    row,
    instance: { x: row },
    subject: `s${row}`,
    time: new Date(row * 60_000).toISOString(),
    attributes: undefined,
    label: row % 3 === 0 ? 'yes' : 'no',
  }));

const names = (count: number, prefix = 's') => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

async function replay(
  platform: FakePlatform,
  count: number,
  pace: Partial<ConstructorParameters<typeof ReplayRun>[1]> = {},
) {
  const client = await platform.start();
  const sender = httpOutcomeSender(client);
  const told: string[] = [];
  const run = new ReplayRun(
    rows(count),
    { rowsPerSecond: 1e9, batchRows: 10, outcomeBatchRows: 10, delayRows: 20, giveUpAfterMs: 60_000, ...pace },
    {
      predict: (body) => predictRows(client, 'm', body),
      sendOutcomes: (due) =>
        sender.send(
          due.map(({ predictionId, label }) => ({ model: 'm', predictionId, label: String(label), observedAt: 'now' })),
        ),
      sleep: () => Promise.resolve(),
      nowMs: () => Date.now(),
      tell: (line) => told.push(line),
    },
  );
  try {
    return { ledger: await run.execute(), told };
  } finally {
    platform.stop();
  }
}

describe('a replay', () => {
  it('sends every row once, in order, and every outcome once', async () => {
    const platform = new FakePlatform(() => 'no');
    const { ledger } = await replay(platform, 97);
    expect(platform.subjects).toEqual(names(97));
    expect(platform.outcomes).toEqual(names(97, 'id-s'));
    expect(ledger.served.map(({ row }) => row)).toEqual(Array.from({ length: 97 }, (_, i) => i));
    expect(ledger.outcomesSent).toBe(97);
  });

  it('loses and doubles nothing when the server refuses two of three requests with 503', async () => {
    const platform = new FakePlatform((call) => (call % 3 === 2 ? 'no' : 'before'));
    const { told } = await replay(platform, 97);
    expect(platform.subjects).toEqual(names(97));
    expect(platform.outcomes).toEqual(names(97, 'id-s'));
    expect(told[0]).toMatch(/waiting .*spool_full/);
  });

  it('repeats outcomes whose answer was lost: the platform knows them again', async () => {
    const platform = new FakePlatform((call, url) => (url.includes('outcomes') && call % 2 === 0 ? 'after' : 'no'));
    await replay(platform, 60);
    expect(platform.outcomes).toEqual(names(60, 'id-s'));
  });

  it('sends no outcome before the row that lies the delay behind it was answered', async () => {
    const platform = new FakePlatform(() => 'no');
    await replay(platform, 60, { delayRows: 20 });
    const sentAt = (what: string) => platform.order.indexOf(what);
    for (let row = 0; row + 20 < 60; row++)
      expect(sentAt(`outcome id-s${row}`)).toBeGreaterThan(sentAt(`predict s${row + 20}`));
  });

  it('stops and names the rows when an answer was lost and nobody can tell whether they were recorded', async () => {
    const platform = new FakePlatform((call, url) => (url.includes('predict') && call >= 2 ? 'hang up' : 'no'));
    await expect(replay(platform, 60, { delayRows: 60 })).rejects.toThrow(/rows 20 to 29 was lost/);
  });

  it('gives up when the server stays away longer than was agreed', async () => {
    const platform = new FakePlatform(() => 'before');
    let now = 0;
    const client = await platform.start();
    const run = new ReplayRun(
      rows(10),
      { rowsPerSecond: 1e9, batchRows: 10, outcomeBatchRows: 10, delayRows: 0, giveUpAfterMs: 1_000 },
      {
        predict: (body) => predictRows(client, 'm', body),
        sendOutcomes: () => Promise.resolve(),
        sleep: () => Promise.resolve(),
        nowMs: () => (now += 300),
        tell: () => undefined,
      },
    );
    await expect(run.execute()).rejects.toThrow(/gave up after/);
    platform.stop();
  });
});
