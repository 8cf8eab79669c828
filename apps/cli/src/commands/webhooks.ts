import type { DeliveryView, NewWebhookView, Page, WebhookView } from '@plumbline/contracts';
import { InvalidArgumentError, type Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { allItems } from '../server/paths';

const WEBHOOKS = '/api/v1/webhooks';
const webhookPath = (id: string): string => `${WEBHOOKS}/${encodeURIComponent(id)}`;

function parseHours(text: string): number {
  const hours = Number(text);
  if (text.trim() === '' || !(hours >= 0 && hours <= 168)) throw new InvalidArgumentError('expected 0 to 168 hours');
  return hours;
}

const stateOf = ({ disabledAt, disabledReason, lastDelivery }: WebhookView): string =>
  disabledAt === null ? (lastDelivery?.state ?? 'nothing sent yet') : `disabled: ${disabledReason ?? ''}`;

const tableOf = (webhooks: readonly WebhookView[]): string =>
  formatTable(
    ['url', 'events', 'models', 'last delivery', 'made by', 'id'],
    webhooks.map((one) => [one.url, one.events.join(','), one.models.join(','), stateOf(one), one.createdBy, one.id]),
  );

const deliveriesOf = (deliveries: readonly DeliveryView[]): string =>
  formatTable(
    ['when', 'event', 'model', 'state', 'attempts', 'status', 'error', 'id'],
    deliveries.map((one) => [
      ...[one.createdAt, one.event, one.model, one.state, one.attempts, one.status, one.error, one.id],
    ]),
  );

interface CreateOptions {
  readonly event?: string[];
  readonly model?: string[];
  readonly description?: string;
}

function registerCreate(webhooks: Command, context: CliContext): void {
  webhooks
    .command('create <url>')
    .description('add a receiver; stdout is its secret, which is shown only this once')
    .option('--event <kind...>', 'which events: kinds, groups such as alert.*, or *; default alert.*')
    .option('--model <name...>', 'only of these models; names, or patterns such as churn-*')
    .option('--description <text>', 'what it is for')
    .action(async (url: string, { event, model, description }: CreateOptions, command: Command) => {
      const session = openSession(context, command);
      const json = {
        url,
        ...(event && { events: event }),
        ...(model && { models: model }),
        ...(description && { description }),
      };
      const made = await session.connection.registry.json<NewWebhookView>(WEBHOOKS, { json });
      if (!session.json) context.stderr(`webhook ${made.id} hears of ${made.events.join(', ')}`);
      session.show(made, () => made.secret);
    });
}

function registerChanges(webhooks: Command, context: CliContext): void {
  webhooks
    .command('delete <id>')
    .description('delete a receiver and its secrets')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      await session.connection.registry.send(webhookPath(id), { method: 'DELETE' });
      session.show({ id, deleted: true }, () => `deleted ${id}`);
    });
  webhooks
    .command('rotate <id>')
    .description('a new secret; stdout is it, shown only this once')
    .option('--overlap-hours <hours>', 'so long the old one signs beside it', parseHours, 24)
    .action(async (id: string, { overlapHours }: { overlapHours: number }, command: Command) => {
      const session = openSession(context, command);
      const path = `${webhookPath(id)}/rotate`;
      const rotated = await session.connection.registry.json<NewWebhookView>(path, { json: { overlapHours } });
      session.show(rotated, () => rotated.secret);
    });
  webhooks
    .command('enable <id>')
    .description('send again to a receiver that answered 410 Gone')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const enabled = await session.connection.registry.json<WebhookView>(`${webhookPath(id)}/enable`, {
        method: 'POST',
      });
      session.show(enabled, () => `enabled ${id}`);
    });
}

export function registerWebhooks(program: Command, context: CliContext): void {
  const webhooks = program.command('webhooks').description('who is told of alerts and other events (admins)');
  webhooks
    .command('list')
    .description('receivers, newest first')
    .action(async (_options: unknown, command: Command) => {
      const session = openSession(context, command);
      const items = await allItems<WebhookView>(session.connection.registry, WEBHOOKS);
      session.show({ items }, () => tableOf(items));
    });
  registerCreate(webhooks, context);
  registerChanges(webhooks, context);
  webhooks
    .command('test <id>')
    .description('send a test event; deliveries says how it went')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const path = `${webhookPath(id)}/test`;
      const sent = await session.connection.registry.json<DeliveryView>(path, { method: 'POST' });
      session.show(sent, () => `${sent.id} is on its way to ${sent.receiver}: plumbline webhooks deliveries ${id}`);
    });
  webhooks
    .command('deliveries <id>')
    .description('the latest 100 deliveries to a receiver, newest first')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const path = `${webhookPath(id)}/deliveries?limit=100`;
      const { items } = await session.connection.registry.json<Page<DeliveryView>>(path);
      session.show({ items }, () => deliveriesOf(items));
    });
}
