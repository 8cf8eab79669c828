import { Modal } from '@mantine/core';
import type { NewWebhookView, WebhookView } from '@plumbline/contracts';
import { useRef, useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { ChangeDialog } from '../../shared/change-dialog';
import { ShownSecret } from './shown-secret';

export type WebhookAction = 'test' | 'rotate' | 'enable' | 'delete';

interface DialogProps {
  webhook: WebhookView;
  onClose: () => void;
}

export const hostOf = ({ url }: Pick<WebhookView, 'url'>): string => new URL(url).host;
const pathOf = ({ id }: WebhookView): string => `/webhooks/${segment(id)}`;

function Test({ webhook, onClose }: DialogProps) {
  return (
    <ChangeDialog
      title="Send a test"
      consequence={`${hostOf(webhook)} gets an event webhook.test within seconds; the deliveries show what it answered.`}
      confirm="Send it"
      done="The test is on its way."
      send={() => apiSend('POST', `${pathOf(webhook)}/test`)}
      onClose={onClose}
    />
  );
}

/** Two steps: the change, then the secret, which the dialog must outlive. */
function Rotate({ webhook, onClose }: DialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const isMade = useRef(false);
  const rotate = async (): Promise<void> => {
    const rotated = (await apiSend('POST', `${pathOf(webhook)}/rotate`, {})) as NewWebhookView;
    isMade.current = true;
    setSecret(rotated.secret);
  };
  if (secret !== null)
    return (
      <Modal
        opened
        onClose={onClose}
        title={<strong>New secret</strong>}
        centered
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        <ShownSecret
          secret={secret}
          note="For 24 hours both secrets sign: change the receiver within that time."
          onClose={onClose}
        />
      </Modal>
    );
  return (
    <ChangeDialog
      title="New secret"
      consequence={`Deliveries to ${hostOf(webhook)} are signed by a new secret, and for 24 hours by the old one too.`}
      confirm="Make a new secret"
      done="There is a new secret."
      send={rotate}
      onClose={() => {
        if (!isMade.current) onClose();
      }}
    />
  );
}

function Enable({ webhook, onClose }: DialogProps) {
  return (
    <ChangeDialog
      title="Enable"
      consequence={`${hostOf(webhook)} hears of new events again; what was given up stays so.`}
      confirm="Enable"
      done="The webhook is enabled."
      send={() => apiSend('POST', `${pathOf(webhook)}/enable`)}
      onClose={onClose}
    />
  );
}

function Delete({ webhook, onClose }: DialogProps) {
  return (
    <ChangeDialog
      title="Delete the webhook"
      consequence={`${hostOf(webhook)} hears of nothing more, and its secrets are gone. This can not be undone.`}
      confirm="Delete"
      destructive
      done="The webhook is deleted."
      send={() => apiSend('DELETE', pathOf(webhook))}
      onClose={onClose}
    />
  );
}

export const WEBHOOK_DIALOGS = { test: Test, rotate: Rotate, enable: Enable, delete: Delete } as const;
