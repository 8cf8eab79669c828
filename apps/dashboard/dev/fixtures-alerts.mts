import type { AlertDetailView, AlertSilenceView, DeliveryView, WebhookView } from '@plumbline/contracts';
import { ago } from './fixture-times.mts';
import { alerts } from './fixtures-models.mts';

const delivery = (change: Partial<DeliveryView>): DeliveryView => ({
  id: `msg_${change.createdAt ?? ''}`,
  route: 'webhook',
  webhookId: 'wh_1',
  receiver: 'hooks.example.com',
  event: 'alert.raised',
  model: 'churn',
  state: 'delivered',
  attempts: 1,
  status: 204,
  error: null,
  createdAt: ago(190),
  nextAttemptAt: null,
  finishedAt: ago(190),
  ...change,
});

export const deliveries = (): DeliveryView[] => [
  delivery({
    createdAt: ago(2),
    state: 'waiting',
    attempts: 2,
    status: 503,
    error: 'answered 503',
    nextAttemptAt: ago(-1),
  }),
  delivery({ createdAt: ago(60), route: 'email', receiver: 'mail', status: null }),
  delivery({
    ...{ createdAt: ago(190), state: 'dead', attempts: 12, status: null },
    error: 'given up after 12 attempts: no answer within 10000 ms',
  }),
];

export function alertDetail(id: string | undefined): AlertDetailView | undefined {
  const found = alerts(null).find((alert) => alert.id === id);
  if (!found) return undefined;
  const history = (['raised', 'pending'] as const).map((what, i) => ({
    ...{ at: ago(190 + i * 5), what, by: 'system:monitor', reason: null, detail: {} },
  }));
  const silenced = {
    ...{ at: ago(30), what: 'silenced' as const, by: 'token:eve', reason: 'known since monday', detail: {} },
  };
  return { ...found, history: [silenced, ...history], deliveries: deliveries() };
}

export const silences = (): AlertSilenceView[] => [
  {
    ...{ id: 'si_1', model: 'fraud-*', rule: 'drift', subject: null, alertId: null, until: ago(-300) },
    ...{ reason: 'The source moves to a new warehouse.', createdBy: 'token:eve', createdAt: ago(20) },
  },
];

const webhook = (change: Partial<WebhookView>): WebhookView => ({
  ...{ id: 'wh_1', url: 'https://hooks.example.com/services/T0/B0', description: 'Pager of the on-call engineer' },
  ...{ events: ['alert.*', 'rollout.*'], models: ['*'], createdBy: 'token:admin', createdAt: ago(4_000) },
  ...{ disabledAt: null, disabledReason: null, previousSecretUntil: null },
  lastDelivery: { state: 'delivered', at: ago(60), status: 204 },
  ...change,
});

export const webhooks = (): WebhookView[] => [
  webhook({}),
  webhook({
    ...{ id: 'wh_2', url: 'https://chat.example.org/incoming', description: '', events: ['approval.*'] },
    ...{ models: ['churn-*'], lastDelivery: null },
  }),
  webhook({
    ...{ id: 'wh_3', url: 'https://old.example.net/plumbline', description: 'The old ticket system' },
    ...{ disabledAt: ago(900), disabledReason: 'the receiver answered 410 Gone' },
  }),
];
