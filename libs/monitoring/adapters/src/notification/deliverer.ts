import { judgeAnswer, retryDelayMs, type RetrySchedule, webhookHeaders } from '@plumbline/monitoring-core';
import type { Clock } from '@plumbline/platform';
import type { Pool } from 'pg';
import { type AttemptResult, type ClaimedDelivery, deliveriesStore } from './deliveries.store';
import type { Mailer } from './mail/mailer';
import { postWebhook, type PostLimits } from './receiver/post-webhook';
import type { Receivers } from './receiver/receivers';
import type { WebhooksStore, WebhookTarget } from './webhooks.store';

export interface DelivererPorts {
  readonly pool: Pool;
  readonly webhooks: WebhooksStore;
  readonly receivers: Receivers;
  readonly mailer: Mailer | null;
  readonly clock: Clock;
  /** Told when a receiver answered that it wants nothing any more. */
  readonly onDisabled: (endpointId: string, host: string) => Promise<void>;
}

export interface DelivererOptions {
  readonly schedule: RetrySchedule;
  readonly limits?: PostLimits;
  readonly random?: () => number;
}

const dead = (error: string, status: number | null = null): AttemptResult => ({
  ...{ state: 'dead', status, error, delayMs: 0 },
});
const DELIVERED = { state: 'delivered', error: null, delayMs: 0 } as const;

/**
 * Makes one attempt at one delivery. At least once: whoever dies between the sending and the mark is followed by another
 * attempt with the same id.
 */
export class Deliverer {
  constructor(
    private readonly ports: DelivererPorts,
    private readonly options: DelivererOptions,
  ) {}

  async deliver(id: string): Promise<void> {
    const { pool } = this.ports;
    const claimed = await deliveriesStore.claim(pool, id);
    if (claimed === null) return;
    const attempt = claimed.route === 'email' ? this.mail(claimed) : this.post(claimed);
    const result = await attempt.catch((error: unknown) => this.failed(claimed, reasonOf(error)));
    await deliveriesStore.settle(pool, claimed, result);
  }

  private async post(claimed: ClaimedDelivery): Promise<AttemptResult> {
    const { pool, webhooks, receivers, clock } = this.ports;
    const endpointId = claimed.endpoint_id as string;
    const target = await webhooks.target(pool, endpointId);
    if (target === null) return dead('the webhook was deleted');
    if (target.isDisabled) return dead('the webhook is disabled');
    const url = new URL(target.url);
    const address = await receivers.resolve(url);
    const message = { headers: this.sign(claimed, target), body: claimed.body };
    const { status, retryAfter } = await postWebhook(url, address, message, this.options.limits);
    const outcome = judgeAnswer(status, retryAfter, clock.now().getTime());
    if (outcome.kind === 'delivered') return { ...DELIVERED, status };
    if (outcome.kind === 'failed') return this.failed(claimed, `answered ${status}`, status, outcome.retryAfterMs);
    const reason = 'the receiver answered 410 Gone';
    if (await webhooks.disable(pool, endpointId, reason)) await this.ports.onDisabled(endpointId, url.host);
    return dead(reason, status);
  }

  private sign({ event_id: id, body }: ClaimedDelivery, { secrets }: WebhookTarget): Record<string, string> {
    const timestampSeconds = Math.floor(this.ports.clock.now().getTime() / 1_000);
    return webhookHeaders({ id, timestampSeconds, body }, secrets);
  }

  private async mail({ event_id: eventId, body }: ClaimedDelivery): Promise<AttemptResult> {
    if (this.ports.mailer === null) return dead('there is no mail server: set SMTP_URL and ALERT_MAIL_TO');
    await this.ports.mailer.send(eventId, body);
    return { ...DELIVERED, status: null };
  }

  private failed(
    { attempts }: ClaimedDelivery,
    error: string,
    status: number | null = null,
    retryAfterMs = 0,
  ): AttemptResult {
    const random = (this.options.random ?? Math.random)();
    const delayMs = retryDelayMs(this.options.schedule, attempts, random, retryAfterMs);
    if (delayMs === null) return dead(`given up after ${attempts} attempts: ${error}`, status);
    return { state: 'waiting', status, error, delayMs };
  }
}

const LONGEST_REASON = 500;

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON);
