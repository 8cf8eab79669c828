import { Button } from '@mantine/core';
import type { WebhookView } from '@plumbline/contracts';
import { DataTable, RelativeTime, VerdictWord, type Column } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { Person } from '../../shared/person';
import { hostOf, type WebhookAction } from './webhook-dialogs';

function Standing({ webhook: { disabledAt, disabledReason, lastDelivery } }: { webhook: WebhookView }) {
  if (disabledAt !== null)
    return (
      <>
        <VerdictWord verdict="disabled" />
        <div className="app-muted app-small">{disabledReason}</div>
      </>
    );
  if (lastDelivery === null) return <span className="app-muted">nothing sent yet</span>;
  return (
    <>
      <VerdictWord verdict={lastDelivery.state} />
      <div className="app-muted app-small">
        <RelativeTime iso={lastDelivery.at} />
      </div>
    </>
  );
}

const LABELS: Readonly<Record<WebhookAction, string>> = {
  test: 'Test',
  rotate: 'New secret',
  enable: 'Enable',
  delete: 'Delete',
};

function columnsFor(ask: (action: WebhookAction, webhook: WebhookView) => void): Column<WebhookView>[] {
  const actionsOf = ({ disabledAt }: WebhookView): WebhookAction[] =>
    disabledAt === null ? ['test', 'rotate', 'delete'] : ['enable', 'delete'];
  return [
    {
      key: 'url',
      header: 'Receiver',
      cell: ({ id, url, description }) => (
        <>
          <Link to="/webhooks" search={{ webhook: id }} className="app-strong app-wrap" title={url}>
            {hostOf({ url })}
          </Link>
          <div className="app-muted app-small app-wrap">{description || new URL(url).pathname}</div>
        </>
      ),
    },
    { key: 'events', header: 'Events', cell: ({ events }) => <code className="app-wrap">{events.join(', ')}</code> },
    { key: 'models', header: 'Models', cell: ({ models }) => <span className="app-wrap">{models.join(', ')}</span> },
    { key: 'state', header: 'Last delivery', cell: (webhook) => <Standing webhook={webhook} /> },
    { key: 'by', header: 'Made by', cell: ({ createdBy }) => <Person who={createdBy} /> },
    {
      key: 'actions',
      header: <span className="pl-hidden">Actions</span>,
      cell: (webhook) => (
        <div className="app-actions">
          {actionsOf(webhook).map((action) => (
            <Button
              key={action}
              size="compact-sm"
              variant="default"
              aria-label={`${LABELS[action]}: ${hostOf(webhook)}`}
              onClick={() => ask(action, webhook)}
            >
              {LABELS[action]}
            </Button>
          ))}
        </div>
      ),
    },
  ];
}

export function WebhooksTable({
  webhooks,
  ask,
}: {
  webhooks: readonly WebhookView[];
  ask: (action: WebhookAction, webhook: WebhookView) => void;
}) {
  return (
    <DataTable caption="Webhooks, newest first" rows={webhooks} rowKey={({ id }) => id} columns={columnsFor(ask)} />
  );
}
