import { createHmac } from 'node:crypto';

export const SECRET_PREFIX = 'whsec_';

export interface SignedMessage {
  readonly id: string;
  /** Of the attempt, in whole seconds since 1970. */
  readonly timestampSeconds: number;
  readonly body: string;
}

/**
 * Headers of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body` with the bytes behind `whsec_`;
 * one signature for each live secret, so that a receiver may change secrets in its own time.
 */
export function webhookHeaders(
  { id, timestampSeconds, body }: SignedMessage,
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.join(' '),
  };
}
