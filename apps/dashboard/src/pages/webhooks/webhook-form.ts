import { DOMAIN_EVENT_KINDS, type NewWebhookBody } from '@plumbline/contracts';
import type { ApiError } from '../../api/api-error';

export interface WebhookFields {
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  /** By commas. */
  readonly models: string;
}

export const EMPTY_FIELDS: WebhookFields = { url: '', description: '', events: ['alert.*'], models: '*' };

/** Groups of kinds, in the order in which they are first named. @example 'alert.*' */
export const EVENT_GROUPS: readonly string[] = [
  ...new Set(DOMAIN_EVENT_KINDS.map((kind) => `${kind.split('.')[0] ?? kind}.*`)),
];

const namesIn = (models: string): string[] =>
  models
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

export const isComplete = ({ url, events, models }: WebhookFields): boolean =>
  url.trim() !== '' && events.length > 0 && namesIn(models).length > 0;

export const toBody = ({ url, description, events, models }: WebhookFields): NewWebhookBody => ({
  url: url.trim(),
  description: description.trim(),
  events: [...events],
  models: namesIn(models),
});

type Field = keyof WebhookFields;

/** What the server says of one field. */
export const fieldProblem = (error: ApiError | null, field: Field): string | null =>
  error?.fields.find(({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`))?.detail ?? null;

export const isAtField = (error: ApiError | null): boolean =>
  (Object.keys(EMPTY_FIELDS) as Field[]).some((field) => fieldProblem(error, field) !== null);

export const toggled = (events: readonly string[], event: string): string[] =>
  events.includes(event) ? events.filter((one) => one !== event) : [...events, event];
