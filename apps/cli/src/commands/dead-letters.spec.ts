import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { runCli } from '../run-cli';

const LETTER = {
  id: '7',
  topic: 'plumbline.outcomes',
  partition: 2,
  offset: '40',
  model: 'churn',
  reason: 'label: give what happened',
  key: 'p1',
  headers: { ce_type: 'plumbline.outcome.v1' },
  payload: '{"model":"churn"}',
  payloadBytes: 17,
  createdAt: '2026-11-23T00:00:00.000Z',
  replayedAt: null,
  replayedBy: null,
  replayReason: null,
};

let server: Server;
let asked: string[];
let answers: object[];

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push(`${request.method} ${request.url} ${body}`.trim());
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers.shift()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function run(given: object[], ...args: string[]) {
  answers = given;
  const [out, err]: [string[], string[]] = [[], []];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = { url, token: 't', dataDir: '/nowhere', kafkaTopicPrefix: '' };
  const code = await runCli(['dead-letters', ...args], {
    environment,
    stdout: (line) => out.push(line),
    stderr: (line) => err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('plumbline dead-letters', () => {
  it('lists a page with the reasons, and tells how to go on', async () => {
    const { code, out } = await run(
      [{ items: [LETTER], nextCursor: '7' }],
      'list',
      '--topic',
      'outcomes',
      '--replayed',
      'no',
    );
    expect([code, asked]).toEqual([0, ['GET /api/v1/dead-letters?topic=plumbline.outcomes&replayed=false&limit=100']]);
    expect(out).toContain('label: give what happened');
    expect(out).toContain('--cursor 7');
    expect(out).not.toContain(LETTER.payload);
  });

  it('shows all of one', async () => {
    const { out } = await run([LETTER], 'show', '7');
    expect(asked).toEqual(['GET /api/v1/dead-letters/7']);
    for (const part of ['partition 2, offset 40', 'ce_type: plumbline.outcome.v1', LETTER.payload])
      expect(out).toContain(part);
  });

  it('sends one again, with the reason', async () => {
    expect(await run([LETTER], 'replay', '7', '--reason', 'mended')).toMatchObject({
      code: 0,
      out: 'dead letter 7 was sent again',
    });
    expect(asked).toEqual(['POST /api/v1/dead-letters/7/replay {"reason":"mended"}']);
  });

  it('sends all that fit again, lot after lot', async () => {
    const lots = [
      { replayed: 500, left: 3 },
      { replayed: 3, left: 0 },
    ];
    const { out } = await run(lots, 'replay', '--all', '--model', 'churn', '--reason', 'mended');
    expect(out).toBe('503 records sent again');
    expect(asked).toEqual(Array(2).fill('POST /api/v1/dead-letters/replay {"model":"churn","reason":"mended"}'));
  });

  it.each([
    ['neither a number nor --all', ['replay', '--reason', 'mended']],
    ['both', ['replay', '7', '--all', '--reason', 'mended']],
    ['no reason', ['replay', '7']],
  ])('is told how it is used when it gets %s', async (_, args) => {
    expect((await run([], ...args)).code).toBe(2);
    expect(asked).toEqual([]);
  });
});
