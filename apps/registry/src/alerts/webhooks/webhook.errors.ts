import { PlumblineError } from '@plumbline/problem';

export class WebhookNotFoundError extends PlumblineError {
  constructor(id: string) {
    super('not_found', 'webhook_not_found', `There is no webhook ${id}.`);
  }
}

export class WebhookDisabledError extends PlumblineError {
  constructor(id: string) {
    super('conflict', 'webhook_disabled', `Webhook ${id} is disabled: enable it first.`);
  }
}
