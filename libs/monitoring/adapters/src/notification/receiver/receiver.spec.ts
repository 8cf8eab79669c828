import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postWebhook, type PostLimits } from './post-webhook';
import { isPublicAddress } from './public-address';
import { Receivers, type ReceiverAddress } from './receivers';

const answers =
  (...addresses: string[]) =>
  async (): Promise<ReceiverAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('a public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111'])(
    'is %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['this host', '0.0.0.0'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local, as cloud metadata', '169.254.169.254'],
    ['documentation', '203.0.113.9'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['loopback', '::1'],
    ['unspecified', '::'],
    ['IPv4 mapped', '::ffff:127.0.0.1'],
    ['IPv4 mapped, public or not', '::ffff:8.8.8.8'],
    ['IPv4 compatible', '::127.0.0.1'],
    ['translated', '64:ff9b::7f00:1'],
    ['unique local', 'fd00::1'],
    ['link-local', 'fe80::1'],
    ['multicast', 'ff02::1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001::1'],
    ['documentation', '2001:db8::1'],
    ['no address', 'localhost'],
  ])('is not one that is %s: %s', (_what, address) => expect(isPublicAddress(address)).toBe(false));
});

describe('receivers', () => {
  const strict = (...addresses: string[]) => new Receivers([], answers(...addresses));
  const refused = expect.objectContaining({ code: 'webhook_receiver_refused' });

  it.each([
    ['http://hooks.example.com/'],
    ['https://127.0.0.1/'],
    ['https://0x7f.1/'],
    ['https://2130706433/'],
    ['https://[::ffff:10.0.0.1]/'],
    ['https://[::1]:8443/'],
    ['https://user:password@hooks.example.com/'],
  ])('refuses %s without asking the name service', (url) => {
    expect(() => strict().check(new URL(url))).toThrow(refused);
  });

  it('refuses a name if any of its addresses is inside', async () => {
    await expect(strict('8.8.8.8', '10.0.0.1').resolve(new URL('https://rebind.example'))).rejects.toEqual(refused);
    await expect(strict('::ffff:127.0.0.1').resolve(new URL('https://rebind.example'))).rejects.toEqual(refused);
    await expect(strict().resolve(new URL('https://nowhere.example'))).rejects.toEqual(refused);
  });

  it('gives the one address that was checked', async () => {
    const address = { address: '8.8.8.8', family: 4 };
    await expect(strict('8.8.8.8', '1.1.1.1').resolve(new URL('https://hooks.example'))).resolves.toEqual(address);
  });

  it('lets in what the allow-list names, by host or by host and port, and nothing else', async () => {
    const inside = new Receivers(['hooks.inside', '127.0.0.1:9000', '[::1]'], answers('10.0.0.1'));
    await expect(inside.resolve(new URL('http://hooks.inside/a'))).resolves.toEqual({ address: '10.0.0.1', family: 4 });
    await expect(inside.resolve(new URL('http://127.0.0.1:9000'))).resolves.toEqual({
      address: '127.0.0.1',
      family: 4,
    });
    await expect(inside.resolve(new URL('https://[::1]/'))).resolves.toEqual({ address: '::1', family: 6 });
    for (const url of ['http://127.0.0.1:9001', 'https://other.inside', 'https://hooks.inside.evil.example'])
      await expect(inside.resolve(new URL(url))).rejects.toEqual(refused);
  });
});

describe('posting', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function receiver(listener: RequestListener): Promise<number> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }
  const here: ReceiverAddress = { address: '127.0.0.1', family: 4 };
  const post = (port: number, limits?: PostLimits) =>
    postWebhook(
      new URL(`http://hooks.example:${port}/x?y=1`),
      here,
      { headers: { 'webhook-id': 'm' }, body: '{}' },
      limits,
    );

  it('goes to the checked address under the name of the URL', async () => {
    let seen: unknown;
    const port = await receiver((request, response) => {
      seen = [request.method, request.url, request.headers.host, request.headers['webhook-id']];
      response.end('thanks');
    });
    expect(await post(port)).toEqual({ status: 200, retryAfter: undefined });
    expect(seen).toEqual(['POST', '/x?y=1', `hooks.example:${port}`, 'm']);
  });

  it('does not follow a redirect', async () => {
    const asked: string[] = [];
    const port = await receiver((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect((await post(port)).status).toBe(307);
    expect(asked).toEqual(['/x?y=1']);
  });

  it('reads no more of an answer than its limit, and waits no longer than its time', async () => {
    const large = await receiver((_, response) => void response.end('x'.repeat(100_000)));
    await expect(post(large, { timeoutMs: 10_000, maximumAnswerBytes: 1_000 })).rejects.toMatchObject({
      message: 'the answer is larger than 1000 bytes',
    });
    const slow = await receiver((_, response) => void response.writeHead(200).write('never ending'));
    await expect(post(slow, { timeoutMs: 200, maximumAnswerBytes: 1_000 })).rejects.toMatchObject({
      message: 'no answer within 200 ms',
    });
  });
});
