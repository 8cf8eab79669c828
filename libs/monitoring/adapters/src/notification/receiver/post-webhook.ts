import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PlumblineError } from '@plumbline/problem';
import type { ReceiverAddress } from './receivers';

export interface WebhookAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

export interface PostLimits {
  /** Over the whole exchange. */
  readonly timeoutMs: number;
  /** What a receiver answers is not used; more than this is not even read. */
  readonly maximumAnswerBytes: number;
}

const POST_LIMITS: PostLimits = { timeoutMs: 10_000, maximumAnswerBytes: 64 * 1024 };

class ReceiverFailedError extends PlumblineError {
  constructor(detail: string, cause?: unknown) {
    super('unavailable', 'webhook_receiver_failed', detail, { cause });
  }
}

async function drain(response: IncomingMessage, maximumBytes: number): Promise<void> {
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > maximumBytes) throw new ReceiverFailedError(`the answer is larger than ${maximumBytes} bytes`);
  }
}

/** To exactly this address, whatever the name service says meanwhile; a redirect is an answer and is not followed. */
export function postWebhook(
  url: URL,
  { address, family }: ReceiverAddress,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { timeoutMs, maximumAnswerBytes }: PostLimits = POST_LIMITS,
): Promise<WebhookAnswer> {
  const body = Buffer.from(message.body);
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      const why = signal.aborted ? `no answer within ${timeoutMs} ms` : error.message;
      reject(error instanceof PlumblineError ? error : new ReceiverFailedError(why, error));
    };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        ...message.headers,
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': 'plumbline-webhooks/1',
      },
      lookup: (_host, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)),
    });
    request.on('error', failed);
    request.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      drain(response, maximumAnswerBytes).then(() => resolve({ status, retryAfter: headers['retry-after'] }), failed);
    });
    request.end(body);
  });
}
