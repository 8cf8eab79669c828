import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';

export interface ReasonDialogProps {
  title: string;
  /** What will happen, in plain words. */
  consequence: ReactNode;
  confirm: string;
  destructive?: boolean;
  /** Told when it worked. */
  done: string;
  send: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

const SHORTEST_REASON = 3;

/** No change without a reason: it goes into the audit log. */
export function ReasonDialog({ title, consequence, confirm, destructive, done, send, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      notifications.show({ message: done, color: 'teal' });
      onClose();
      await client.invalidateQueries();
    },
  });
  const ready = reason.trim().length >= SHORTEST_REASON;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) change.mutate(reason.trim());
  };
  return (
    <Modal opened onClose={onClose} title={<strong>{title}</strong>} centered>
      <form onSubmit={submit}>
        <Stack gap="md">
          <div>{consequence}</div>
          <Textarea
            label="Reason"
            description="Goes into the audit log with your name."
            required
            autosize
            minRows={2}
            value={reason}
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {change.error && (
            <p role="alert" className="pl-tone-bad">
              {change.error.message}
            </p>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              color={destructive ? 'red.8' : undefined}
              disabled={!ready}
              loading={change.isPending}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
