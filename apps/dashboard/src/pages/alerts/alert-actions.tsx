import { Button, NativeSelect, Textarea } from '@mantine/core';
import type { AlertView } from '@plumbline/contracts';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { whyNot, type RegistryRoute } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ChangeDialog } from '../../shared/change-dialog';
import { ReasonDialog } from '../../shared/reason-dialog';
import { SILENCE_SPANS, silenceEnd, type SilenceHours } from './alert-filter';

type Action = 'acknowledge' | 'silence' | 'resolve';

const ACTIONS: readonly { action: Action; label: string; route: RegistryRoute }[] = [
  { action: 'acknowledge', label: 'Acknowledge', route: 'POST /api/v1/alerts/:id/acknowledge' },
  { action: 'silence', label: 'Silence', route: 'POST /api/v1/alerts/:id/silence' },
  { action: 'resolve', label: 'Resolve', route: 'POST /api/v1/alerts/:id/resolve' },
];
const SHORTEST_REASON = 3;

interface DialogProps {
  alert: AlertView;
  onClose: () => void;
}

const send = ({ id }: AlertView, action: Action, body: object) =>
  apiSend('POST', `/alerts/${segment(id)}/${action}`, body);

function Acknowledge({ alert, onClose }: DialogProps) {
  return (
    <ChangeDialog
      title="Acknowledge"
      consequence="Everybody sees that you look after it. It goes on firing until its windows are good again."
      confirm="I look after it"
      done="You look after it."
      send={() => send(alert, 'acknowledge', {})}
      onClose={onClose}
    />
  );
}

function Silence({ alert, onClose }: DialogProps) {
  const [hours, setHours] = useState<SilenceHours>('8');
  const [reason, setReason] = useState('');
  return (
    <ChangeDialog
      title="Silence"
      consequence="Nobody is told of this alert by webhook or e-mail until then. It is watched as before, and a rule that asks for retraining still asks."
      confirm="Silence it"
      done="The alert is silent."
      ready={reason.trim().length >= SHORTEST_REASON}
      send={() => send(alert, 'silence', { until: silenceEnd(hours, Date.now()), reason: reason.trim() })}
      onClose={onClose}
    >
      <NativeSelect
        label="For"
        data={[...SILENCE_SPANS]}
        value={hours}
        onChange={(event) => setHours(event.currentTarget.value as SilenceHours)}
      />
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

function Resolve({ alert, onClose }: DialogProps) {
  return (
    <ReasonDialog
      title="Resolve"
      consequence="The alert ends now and its evidence is forgotten; new bad windows raise it again."
      confirm="Resolve"
      done="The alert is resolved."
      send={(reason) => send(alert, 'resolve', { reason })}
      onClose={onClose}
    />
  );
}

const DIALOGS = { acknowledge: Acknowledge, silence: Silence, resolve: Resolve } as const;

/** An alert that is over can only be silenced, for the next time. */
export function AlertActions({ alert }: { alert: AlertView }) {
  const session = useSession();
  const [asked, setAsked] = useState<Action | null>(null);
  const Dialog = asked === null ? null : DIALOGS[asked];
  const offered = ACTIONS.filter(({ action }) => action === 'silence' || alert.state === 'firing');
  return (
    <>
      {offered.map(({ action, label, route }) => {
        const refusal = whyNot(session?.role, route);
        return (
          <Button
            key={action}
            size="sm"
            variant="default"
            disabled={refusal !== null}
            title={refusal ?? undefined}
            onClick={() => setAsked(action)}
          >
            {label}
          </Button>
        );
      })}
      {Dialog && <Dialog alert={alert} onClose={() => setAsked(null)} />}
    </>
  );
}
