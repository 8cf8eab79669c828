/** What the fast lane has to know of a request's head. */
export interface RequestHead {
  readonly model: string;
  readonly contentLength: number;
  readonly authorization: string;
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
}

/** Names that need no decoding. */
const REQUEST_LINE = /^POST \/v1\/models\/([\w.-]{1,128}):predict HTTP\/1\.1$/;
/** RFC 9110: a token, a colon, and visible text; no folded lines, no control characters. */
const FIELD = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;
const LENGTH = /^\d{1,8}$/;
const JSON_TYPE = /^application\/json *(?:; *charset=utf-8)?$/i;

/** They change how a message is framed, or what becomes of the connection. */
const LEFT_TO_THE_FRAMEWORK = new Set([
  'content-encoding',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const READ = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'traceparent',
  'x-request-id',
]);

/** @returns null for a field that is malformed, left to the framework, or given twice though it is read */
function readFields(lines: readonly string[]): Map<string, string> | null {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, given = '', value = ''] = FIELD.exec(line) ?? [];
    const name = given.toLowerCase();
    if (name === '' || LEFT_TO_THE_FRAMEWORK.has(name)) return null;
    if (!READ.has(name)) continue;
    if (fields.has(name)) return null;
    fields.set(name, value.trimEnd());
  }
  return fields;
}

/**
 * Strict on purpose: whatever is not exactly the plain request that most clients send is null, and another, complete parser
 * reads the same bytes from their beginning.
 * @param text the head in latin1, without the empty line that ends it
 */
export function parseRequestHead(text: string): RequestHead | null {
  const [requestLine = '', ...lines] = text.split('\r\n');
  const model = REQUEST_LINE.exec(requestLine)?.[1];
  const fields = model === undefined ? null : readFields(lines);
  if (model === undefined || !fields) return null;
  const length = fields.get('content-length') ?? '';
  const authorization = fields.get('authorization');
  const isKeptAlive = (fields.get('connection') ?? 'keep-alive').toLowerCase() === 'keep-alive';
  const isJson = JSON_TYPE.test(fields.get('content-type') ?? '');
  if (!LENGTH.test(length) || authorization === undefined || !isKeptAlive || !isJson || !fields.has('host'))
    return null;
  const [requestId, traceparent] = [fields.get('x-request-id'), fields.get('traceparent')];
  return { model, contentLength: Number(length), authorization, requestId, traceparent };
}
