import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { ChangeDialog, type ChangeDialogProps } from './change-dialog';

export interface ReasonDialogProps extends Omit<ChangeDialogProps, 'send' | 'ready' | 'children'> {
  send: (reason: string) => Promise<unknown>;
}

const SHORTEST_REASON = 3;

/** No change without a reason: it goes into the audit log. */
export function ReasonDialog({ send, ...dialog }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <ChangeDialog {...dialog} send={() => send(reason.trim())} ready={reason.trim().length >= SHORTEST_REASON}>
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
    </ChangeDialog>
  );
}
