import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { parseRequestHead } from './request-head';

const LINE = 'POST /v1/models/churn:predict HTTP/1.1';
const PLAIN = ['Host: localhost', 'Authorization: Bearer plb_x', 'Content-Type: application/json', 'Content-Length: 2'];
const headOf = (...fields: string[]): string => [LINE, ...fields].join('\r\n');

describe('head of a request for the fast lane', () => {
  it('is read where it is plain, in whatever case and order', () => {
    expect(parseRequestHead(headOf(...PLAIN))).toEqual({
      ...{ model: 'churn', contentLength: 2, authorization: 'Bearer plb_x' },
      ...{ requestId: undefined, traceparent: undefined },
    });
    const others = [
      'content-length:2',
      'X-Request-Id: \t a.1 ',
      'traceparent: 00-1-2-01',
      'accept: */*',
      'connection: Keep-Alive',
    ];
    expect(
      parseRequestHead(
        headOf(...others, 'HOST: h', 'AUTHORIZATION: Bearer b', 'content-type: application/json; charset=UTF-8'),
      ),
    ).toMatchObject({
      ...{ requestId: 'a.1', traceparent: '00-1-2-01', contentLength: 2, authorization: 'Bearer b' },
    });
  });

  it.each([
    ['another method', headOf(...PLAIN).replace('POST', 'PUT')],
    ['another address', headOf(...PLAIN).replace(':predict', ':explain')],
    ['a query', headOf(...PLAIN).replace(':predict', ':predict?a=1')],
    ['an encoded name', headOf(...PLAIN).replace('churn', 'ch%75rn')],
    ['an older protocol', headOf(...PLAIN).replace('HTTP/1.1', 'HTTP/1.0')],
    ['no length', headOf(...PLAIN.slice(0, 3))],
    ['two lengths', headOf(...PLAIN, 'Content-Length: 2')],
    ['a length with a sign', headOf(...PLAIN.slice(0, 3), 'Content-Length: +2')],
    ['a chunked body', headOf(...PLAIN, 'Transfer-Encoding: chunked')],
    ['a compressed body', headOf(...PLAIN, 'Content-Encoding: gzip')],
    ['an expectation', headOf(...PLAIN, 'Expect: 100-continue')],
    ['an upgrade', headOf(...PLAIN, 'Upgrade: h2c')],
    ['a connection that shall end', headOf(...PLAIN, 'Connection: close')],
    ['a folded field', headOf(...PLAIN, 'X-A: b', ' c')],
    ['a space before the colon', headOf(...PLAIN, 'X-A : b')],
    ['a bare line feed', headOf(...PLAIN, 'X-A: b\nTransfer-Encoding: chunked')],
    ['a bare carriage return', headOf(...PLAIN, 'X-A: b\rc')],
    ['a control character', headOf(...PLAIN, 'X-A: b\u0000')],
    ['two credentials', headOf(...PLAIN, 'Authorization: Bearer y')],
    ['no host', headOf(...PLAIN.slice(1))],
    ['another type of body', headOf(...PLAIN).replace('application/json', 'text/plain')],
  ])('is left to the framework with %s', (_, head) => {
    expect(parseRequestHead(head)).toBeNull();
  });

  it("says what Node's own parser says, whenever it says anything", async () => {
    let seen: IncomingMessage | undefined;
    const server = createServer((request, response) => ((seen = request), response.end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = (head: string) =>
      new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(`${head}\r\nConnection: close\r\n\r\n{}`, 'latin1'));
        socket
          .on('error', () => undefined)
          .resume()
          .on('close', () => resolve());
      });
    const field = fc.oneof(
      fc.constantFrom(
        ...PLAIN,
        'Transfer-Encoding: chunked',
        'content-length: 2',
        'X-A: b',
        'Expect: x',
        'Accept: */*',
      ),
      fc.string({ unit: fc.constantFrom('a', ':', ' ', '\t', '\r', '\n', 'é', '\u0001', '-', '2'), maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 3 }), async (more) => {
        const head = headOf(...PLAIN, ...more);
        const read = parseRequestHead(head);
        if (!read || more.some((line) => /^connection/i.test(line))) return;
        seen = undefined;
        await ask(head);
        const { method, url, headers } = seen as unknown as IncomingMessage;
        expect([method, url]).toEqual(['POST', `/v1/models/${read.model}:predict`]);
        expect([headers['content-length'], headers.authorization]).toEqual([
          String(read.contentLength),
          read.authorization,
        ]);
      }),
      { numRuns: 150 },
    );
    await new Promise((resolve) => server.close(resolve));
  });
});
