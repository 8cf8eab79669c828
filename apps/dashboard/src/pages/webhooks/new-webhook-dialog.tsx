import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { NewWebhookView } from '@plumbline/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../api/api-error';
import { apiSend } from '../../api/http';
import { webhooksQuery } from '../../api/queries';
import { ShownSecret } from './shown-secret';
import {
  EMPTY_FIELDS,
  EVENT_GROUPS,
  fieldProblem,
  isAtField,
  isComplete,
  toBody,
  toggled,
  type WebhookFields,
} from './webhook-form';

interface FieldsProps {
  fields: WebhookFields;
  error: ApiError | null;
  onChange: (change: Partial<WebhookFields>) => void;
}

function Events({ fields: { events }, error, onChange }: FieldsProps) {
  const problem = fieldProblem(error, 'events');
  return (
    <fieldset className="app-choices">
      <legend>Events</legend>
      {EVENT_GROUPS.map((event) => (
        <label key={event} className="app-nowrap">
          <input
            type="checkbox"
            checked={events.includes(event)}
            onChange={() => onChange({ events: toggled(events, event) })}
          />{' '}
          <code>{event}</code>
        </label>
      ))}
      {problem && <p className="pl-tone-bad app-small">{problem}</p>}
    </fieldset>
  );
}

function Fields(props: FieldsProps) {
  const { fields, error, onChange } = props;
  return (
    <>
      <TextInput
        label="URL"
        description="A public address behind HTTPS; others only where WEBHOOK_ALLOWED_HOSTS names them."
        placeholder="https://hooks.example.com/plumbline"
        required
        data-autofocus
        autoComplete="off"
        value={fields.url}
        error={fieldProblem(error, 'url')}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <Events {...props} />
      <TextInput
        label="Models"
        description="Names by commas; * stands for any text, as in churn-*."
        required
        value={fields.models}
        error={fieldProblem(error, 'models')}
        onChange={(event) => onChange({ models: event.currentTarget.value })}
      />
      <TextInput
        label="Description"
        description="What it is for."
        value={fields.description}
        error={fieldProblem(error, 'description')}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </>
  );
}

export function NewWebhookDialog({ onClose }: { onClose: () => void }) {
  const [fields, setFields] = useState(EMPTY_FIELDS);
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => apiSend('POST', '/webhooks', toBody(fields)) as Promise<NewWebhookView>,
    onSuccess: () => client.invalidateQueries({ queryKey: webhooksQuery().queryKey }),
    // The answer holds the secret: it must not outlive the dialog in the cache.
    gcTime: 0,
  });
  const error = make.error instanceof ApiError ? make.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete(fields) && !make.isPending) make.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{make.data ? 'Secret of the webhook' : 'New webhook'}</strong>}
      centered
      // A stray click must not lose what can not be shown again.
      closeOnClickOutside={!make.data}
      closeOnEscape={!make.data}
    >
      {make.data ? (
        <ShownSecret
          secret={make.data.secret}
          note="The receiver checks the header webhook-signature with it, by any library of Standard Webhooks."
          onClose={onClose}
        />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <Fields
              fields={fields}
              error={error}
              onChange={(change) => setFields((before) => ({ ...before, ...change }))}
            />
            {make.error && !isAtField(error) && (
              <p role="alert" className="pl-tone-bad app-wrap">
                {make.error.message}
              </p>
            )}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" disabled={!isComplete(fields)} loading={make.isPending}>
                Add the webhook
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
