export interface AlertSilenceView {
  id: string;
  /** Patterns; null matches everything. */
  model: string | null;
  rule: string | null;
  subject: string | null;
  /** Of one alert alone. */
  alertId: string | null;
  until: string;
  reason: string;
  createdBy: string;
  createdAt: string;
}

export interface AlertView {
  id: string;
  model: string;
  version: number | null;
  /** What the rule watches. */
  kind: string;
  rule: string;
  /** The feature, attribute or metric; null where the rule watches the whole. */
  subject: string | null;
  state: 'pending' | 'firing' | 'resolved';
  severity: 'info' | 'warning' | 'critical';
  title: string;
  detail: Record<string, unknown>;
  occurrences: number;
  createdAt: string;
  lastSeenAt: string;
  resolvedAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  /** The one that holds longest. */
  silence: { id: string; until: string; reason: string; by: string } | null;
}

export interface DeliveryView {
  /** Header `webhook-id`: the same at every attempt. */
  id: string;
  route: 'webhook' | 'email';
  webhookId: string | null;
  /** Host of the receiver, or `mail`. */
  receiver: string;
  event: string;
  model: string;
  state: 'waiting' | 'delivered' | 'dead';
  attempts: number;
  status: number | null;
  error: string | null;
  createdAt: string;
  nextAttemptAt: string | null;
  finishedAt: string | null;
}

export interface AlertHistoryView {
  at: string;
  what: 'pending' | 'calmed' | 'raised' | 'resolved' | 'acknowledged' | 'silenced' | 'unsilenced';
  by: string;
  reason: string | null;
  detail: Record<string, unknown>;
}

export interface AlertDetailView extends AlertView {
  /** Newest first. */
  history: AlertHistoryView[];
  deliveries: DeliveryView[];
}

export interface WebhookView {
  id: string;
  url: string;
  description: string;
  events: string[];
  models: string[];
  createdBy: string;
  createdAt: string;
  disabledAt: string | null;
  disabledReason: string | null;
  /** Until then the secret before the last rotation signs too. */
  previousSecretUntil: string | null;
  lastDelivery: { state: DeliveryView['state']; at: string; status: number | null } | null;
}

/** The only answers that ever hold the secret. */
export interface NewWebhookView extends WebhookView {
  secret: string;
}
