import { Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';

export interface ChangeDialogProps<Answer = unknown> {
  title: string;
  /** What will happen, in plain words. */
  consequence: ReactNode;
  confirm: string;
  destructive?: boolean;
  /** Told when it worked. */
  done: string | ((answer: Answer) => string);
  send: () => Promise<Answer>;
  /** False while the fields do not hold what is needed. */
  ready?: boolean;
  /** Fields of the form. */
  children?: ReactNode;
  onDone?: (answer: Answer) => unknown;
  onClose: () => void;
}

/** Asks before a change, sends it, says what the server said, and refreshes what is shown. */
export function ChangeDialog<Answer>(props: ChangeDialogProps<Answer>) {
  const { title, consequence, confirm, destructive, done, send, ready = true, children, onDone, onClose } = props;
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: send,
    onSuccess: async (answer) => {
      notifications.show({ message: typeof done === 'string' ? done : done(answer), color: 'teal' });
      onClose();
      await onDone?.(answer);
      await client.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !change.isPending) change.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={<strong>{title}</strong>} centered>
      <form onSubmit={submit}>
        <Stack gap="md">
          <div className="app-wrap">{consequence}</div>
          {children}
          {change.error && (
            <p role="alert" className="pl-tone-bad app-wrap">
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
