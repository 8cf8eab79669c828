import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { NewTokenView, Role } from '@plumbline/contracts';
import { CopyCommand, ToneNote } from '@plumbline/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../api/api-error';
import { apiSend } from '../../api/http';
import { tokensQuery } from '../../api/queries';
import type { Session } from '../../session/session';
import {
  emptyFields,
  expiriesFor,
  fieldProblem,
  isAtField,
  isComplete,
  ROLE_MEANS,
  rolesToGive,
  toBody,
  type TokenFields,
} from './new-token-form';

function Fields({
  session,
  fields,
  error,
  onChange,
}: {
  session: Session;
  fields: TokenFields;
  error: ApiError | null;
  onChange: (change: Partial<TokenFields>) => void;
}) {
  return (
    <>
      <TextInput
        label="Name"
        description="Of the program or desk that will use it. It stands in the audit log, so no e-mail address."
        required
        data-autofocus
        autoComplete="off"
        value={fields.name}
        error={fieldProblem(error, 'name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label="Role"
        description={`The holder ${fields.role === 'admin' ? 'may do' : ''} ${ROLE_MEANS[fields.role]}.`.replace(
          '  ',
          ' ',
        )}
        data={rolesToGive(session)}
        value={fields.role}
        error={fieldProblem(error, 'role')}
        onChange={(event) => onChange({ role: event.currentTarget.value as Role })}
      />
      <TextInput
        label="Models"
        description="Names by commas; * stands for any text, as in churn-*."
        required
        value={fields.models}
        error={fieldProblem(error, 'models')}
        onChange={(event) => onChange({ models: event.currentTarget.value })}
      />
      <NativeSelect
        label="Ends after"
        data={expiriesFor(session)}
        value={fields.expiry}
        error={fieldProblem(error, 'expiresInDays')}
        onChange={(event) => onChange({ expiry: event.currentTarget.value })}
      />
    </>
  );
}

function Shown({ made, onClose }: { made: NewTokenView; onClose: () => void }) {
  return (
    <Stack gap="md">
      <ToneNote tone="watch">
        Copy it now: it is shown this once. Only its hash is kept, so nobody can show it again.
      </ToneNote>
      <CopyCommand command={made.token} label={`Copy the token ${made.name}`} />
      <p className="app-muted app-small">
        Whoever holds it may do what the role {made.role} may, on{' '}
        {made.models.includes('*') ? 'every model' : made.models.join(', ')}. Send it as{' '}
        <code>Authorization: Bearer …</code>, or keep it for the command line with <code>plumbline login</code>.
      </p>
      <Group justify="flex-end">
        <Button onClick={onClose}>I have copied it</Button>
      </Group>
    </Stack>
  );
}

export function NewTokenDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const [fields, setFields] = useState(() => emptyFields(session));
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => apiSend('POST', '/tokens', toBody(fields)) as Promise<NewTokenView>,
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery().queryKey }),
    // The answer holds the token: it must not outlive the dialog in the cache.
    gcTime: 0,
  });
  const made = make.data;
  const error = make.error instanceof ApiError ? make.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete(fields) && !make.isPending) make.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{made ? `Token ${made.name}` : 'New token'}</strong>}
      centered
      // A stray click must not lose what can not be shown again.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
    >
      {made ? (
        <Shown made={made} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <Fields
              session={session}
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
                Make the token
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
