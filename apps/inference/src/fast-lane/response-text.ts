import type { OutgoingHttpHeaders } from 'node:http';
import { STATUS_CODES } from 'node:http';

let [second, dateLine] = [NaN, ''];

/** Once a second: RFC 9110 wants the time of each answer to the second. */
function date(): string {
  const now = Math.floor(Date.now() / 1_000);
  if (now !== second) [second, dateLine] = [now, new Date(now * 1_000).toUTCString()];
  return dateLine;
}

export interface ResponseParts {
  readonly status: number;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  readonly body: string;
  /** Undefined: the connection ends with this answer. */
  readonly keepAliveSeconds: number | undefined;
}

export interface ResponseText {
  readonly text: string;
  /** latin1 where every character is one byte: that is copied, not translated. */
  readonly encoding: 'latin1' | 'utf8';
}

/** A whole HTTP/1.1 answer: one text, one write. */
export function responseText({ status, headers, body, keepAliveSeconds }: ResponseParts): ResponseText {
  let fields = '';
  for (const name in headers) fields += `${name}: ${String(headers[name])}\r\n`;
  const ending = keepAliveSeconds === undefined ? 'close' : `keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}`;
  const bytes = Buffer.byteLength(body);
  const text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${fields}content-length: ${bytes}\r\nDate: ${date()}\r\nConnection: ${ending}\r\n\r\n${body}`;
  return { text, encoding: bytes === body.length ? 'latin1' : 'utf8' };
}
