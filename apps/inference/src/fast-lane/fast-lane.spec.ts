import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { fastLane, type FastLane } from './fast-lane';
import type { LaneRequest } from './lane-connection';

const request = (body: string, fields = '', path = '/v1/models/m:predict'): string =>
  `POST ${path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${fields}\r\n${body}`;

/** Reads answers off a raw connection. */
class Client {
  private received = '';
  private isClosed = false;
  constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined).on('close', () => (this.isClosed = true));
  }
  send(text: string): void {
    this.socket.write(text);
  }
  /** Bodies of the next `count` answers; who answered is in them. */
  async answers(count: number): Promise<string[]> {
    await this.until(() => this.received.split('HTTP/1.1 ').length > count && this.received.trimEnd().endsWith('}'));
    return this.received
      .split('HTTP/1.1 ')
      .slice(1)
      .map((text) => text.slice(text.indexOf('{')).trim());
  }
  closed(): Promise<void> {
    return this.until(() => this.isClosed);
  }
  get text(): string {
    return this.received;
  }
  private async until(what: () => boolean): Promise<void> {
    for (let i = 0; i < 1_000 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
    if (!what()) throw new RangeError(`still waiting; received: ${this.received}`);
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};
const framework: RequestListener = (request, response) =>
  void bodyOf(request).then((body) => {
    const text = JSON.stringify({ by: 'framework', url: request.url, body });
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) }).end(text);
  });
const inLane = async ({ head: { model }, body }: LaneRequest) => {
  if (model === 'slow') await new Promise((resolve) => setTimeout(resolve, 50));
  if (model === 'refused') return null;
  return { status: 200, headers: {}, body: JSON.stringify({ by: 'lane', model, body: body.toString() }) };
};

describe('fast lane', () => {
  let lane: FastLane;
  let server: Server;
  let port: number;
  const clients: Client[] = [];
  const client = (): Client => {
    const made = new Client(connect(port, '127.0.0.1'));
    clients.push(made);
    return made;
  };

  beforeEach(async () => {
    lane = fastLane(inLane, 1_000);
    const settings = { keepAliveTimeout: 72_000, requestTimeout: 0, connectionTimeout: 0 };
    server = lane.serverFactory(framework, settings) as Server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(async () => {
    for (const { socket } of clients.splice(0)) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('answers plain requests one after the other on one connection, text beyond latin too', async () => {
    const one = client();
    one.send(request('{"a":"žéß漢"}'));
    expect(await one.answers(1)).toEqual([JSON.stringify({ by: 'lane', model: 'm', body: '{"a":"žéß漢"}' })]);
    one.send(request('{}'));
    expect((await one.answers(2))[1]).toContain('"by":"lane"');
    expect(one.text).toMatch(/Connection: keep-alive\r\nKeep-Alive: timeout=72\r\n/);
  });

  it('answers requests that come together, each once and in their order', async () => {
    const one = client();
    one.send([1, 2, 3].map((n) => request(`{"n":${n}}`)).join(''));
    expect((await one.answers(3)).map((text) => (JSON.parse(text) as { body: string }).body)).toEqual([
      '{"n":1}',
      '{"n":2}',
      '{"n":3}',
    ]);
  });

  it('hands the first request that is not plain to the framework, with all that came after it', async () => {
    const one = client();
    const get = 'GET /health HTTP/1.1\r\nHost: h\r\n\r\n';
    one.send(request('{"n":1}') + get + request('{"n":2}'));
    const answers = (await one.answers(3)).map((text) => JSON.parse(text) as Record<string, string>);
    expect(answers.map(({ by }) => by)).toEqual(['lane', 'framework', 'framework']);
    expect(answers[1]?.['url']).toBe('/health');
    expect(answers[2]).toMatchObject({ url: '/v1/models/m:predict', body: '{"n":2}' });
  });

  it('hands over what its handler declines, untouched', async () => {
    const one = client();
    one.send(request('{"n":1}', '', '/v1/models/refused:predict'));
    expect(await one.answers(1)).toEqual([
      JSON.stringify({ by: 'framework', url: '/v1/models/refused:predict', body: '{"n":1}' }),
    ]);
  });

  it('waits for a body that comes behind its head, and leaves one in more pieces to the framework', async () => {
    const text = request('{"n":12345}');
    const bodyAt = text.indexOf('{');
    const two = client();
    two.send(text.slice(0, bodyAt));
    await new Promise((resolve) => setTimeout(resolve, 30));
    two.send(text.slice(bodyAt));
    expect((await two.answers(1))[0]).toContain('"by":"lane"');
    const many = client();
    for (const part of [text.slice(0, bodyAt), text.slice(bodyAt, -5), text.slice(-5, -2), text.slice(-2)]) {
      many.send(part);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(JSON.parse((await many.answers(1))[0] as string)).toMatchObject({ by: 'framework', body: '{"n":12345}' });
  });

  it('leaves a head in pieces, a body beyond the limit and rubbish to the framework', async () => {
    const slow = client();
    slow.send('POST /v1/mod');
    await new Promise((resolve) => setTimeout(resolve, 30));
    slow.send(request('{}').slice('POST /v1/mod'.length));
    expect((await slow.answers(1))[0]).toContain('"by":"framework"');
    const large = client();
    large.send(request(`{"a":"${'x'.repeat(1_000)}"}`));
    expect((await large.answers(1))[0]).toContain('"by":"framework"');
    const rubbish = client();
    rubbish.send('\u0016\u0003\u0001 not http\r\n\r\n');
    await rubbish.closed();
    expect(rubbish.text).toMatch(/^HTTP\/1.1 400/);
  });

  it('answers what was asked before its client stopped sending', async () => {
    const one = client();
    one.socket.end(request('{"n":1}'));
    await one.closed();
    expect(one.text).toContain('"by":"lane"');
  });

  it('ends idle connections at once and busy ones after their answer, so that the server closes', async () => {
    const [idle, busy] = [client(), client()];
    idle.send(request('{}'));
    await idle.answers(1);
    busy.send(request('{}', '', '/v1/models/slow:predict'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    lane.end();
    await Promise.all([idle.closed(), busy.closed()]);
    expect(busy.text).toMatch(/Connection: close\r\n\r\n\{"by":"lane"/);
    await new Promise((resolve) => server.close(resolve));
    expect(server.listening).toBe(false);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
});
