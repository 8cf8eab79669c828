import { Button } from '@mantine/core';
import type { WebhookView } from '@plumbline/contracts';
import { Panel, StateMessage } from '@plumbline/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { deliveriesQuery, webhooksQuery } from '../../api/queries';
import { whyNot } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { DeliveriesTable } from '../../shared/deliveries-table';
import { LoadMore } from '../../shared/load-more';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { NewWebhookDialog } from './new-webhook-dialog';
import { hostOf, WEBHOOK_DIALOGS, type WebhookAction } from './webhook-dialogs';
import { WebhooksTable } from './webhooks-table';

function Deliveries({ webhook }: { webhook: WebhookView }) {
  const deliveries = useInfiniteQuery(deliveriesQuery(webhook.id));
  return (
    <Panel title={`Deliveries to ${hostOf(webhook)}`} aside={<Link to="/webhooks">Close</Link>}>
      <Loaded query={deliveries} heightPx={160}>
        {({ pages }) => (
          <>
            <DeliveriesTable deliveries={pages.flatMap(({ items }) => items)} none="Nothing was sent to it yet." />
            <LoadMore of={deliveries} what="Load older deliveries" />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

const NONE = (
  <StateMessage
    kind="empty"
    title="No webhook yet"
    commands={['npx plumbline webhooks create https://hooks.example.com/plumbline --event "alert.*"']}
  >
    A webhook tells another system of alerts, rollouts, approvals and more; each message is signed. Add one here, or:
  </StateMessage>
);

function Webhooks() {
  const webhooks = useInfiniteQuery(webhooksQuery());
  const { webhook: chosen } = useSearch({ from: '/shell/webhooks' });
  const [isMaking, setMaking] = useState(false);
  const [asked, setAsked] = useState<{ action: WebhookAction; webhook: WebhookView } | null>(null);
  const Dialog = asked && WEBHOOK_DIALOGS[asked.action];
  const shown = webhooks.data?.pages.flatMap(({ items }) => items).find(({ id }) => id === chosen);
  return (
    <>
      <Panel
        title="Receivers"
        aside={
          <Button size="sm" onClick={() => setMaking(true)}>
            New webhook
          </Button>
        }
      >
        <Loaded query={webhooks} heightPx={240} empty={({ pages }) => (pages[0]?.items.length === 0 ? NONE : null)}>
          {({ pages }) => (
            <>
              <WebhooksTable
                webhooks={pages.flatMap(({ items }) => items)}
                ask={(action, webhook) => setAsked({ action, webhook })}
              />
              <LoadMore of={webhooks} what="Load older webhooks" />
            </>
          )}
        </Loaded>
      </Panel>
      {shown && <Deliveries webhook={shown} />}
      {isMaking && <NewWebhookDialog onClose={() => setMaking(false)} />}
      {asked && Dialog && <Dialog webhook={asked.webhook} onClose={() => setAsked(null)} />}
    </>
  );
}

export function WebhooksPage() {
  const session = useSession();
  const refusal = session && whyNot(session.role, 'GET /api/v1/webhooks');
  return (
    <>
      <PageTitle title="Webhooks" />
      {refusal ? (
        <StateMessage kind="no_permission" title="You may not see this">
          {refusal}
        </StateMessage>
      ) : (
        session && <Webhooks />
      )}
    </>
  );
}
