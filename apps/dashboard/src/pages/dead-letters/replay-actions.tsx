import { Button } from '@mantine/core';
import type { DeadLetterView, ReplayedDeadLettersView } from '@plumbline/contracts';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { whyNot } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ReasonDialog } from '../../shared/reason-dialog';

const CONSEQUENCE =
  'The record goes to its topic again as it was. If it fails again, that is a new dead letter; what is known already is not counted twice.';

export function ReplayButton({ letter }: { letter: DeadLetterView }) {
  const session = useSession();
  const [isAsked, setAsked] = useState(false);
  if (letter.replayedAt !== null) return null;
  const refusal = whyNot(session?.role, 'POST /api/v1/dead-letters/:id/replay');
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        disabled={refusal !== null}
        title={refusal ?? undefined}
        aria-label={`Send dead letter ${letter.id} again`}
        onClick={() => setAsked(true)}
      >
        Send again
      </Button>
      {isAsked && (
        <ReasonDialog
          title={`Send dead letter ${letter.id} again`}
          consequence={CONSEQUENCE}
          confirm="Send again"
          done="Sent again."
          send={(reason) => apiSend('POST', `/dead-letters/${segment(letter.id)}/replay`, { reason })}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}

const doneText = ({ replayed, left }: ReplayedDeadLettersView): string =>
  left === 0 ? `${replayed} records sent again.` : `${replayed} records sent again; ${left} still wait.`;

/** All that wait, of a model and topic where the page shows only those; so many at once as the server takes. */
export function ReplayAllButton({ model, topic }: { model: string | undefined; topic: string | undefined }) {
  const session = useSession();
  const [isAsked, setAsked] = useState(false);
  const refusal = whyNot(session?.role, 'POST /api/v1/dead-letters/replay');
  const which = [model && `of ${model}`, topic && `of ${topic}`].filter(Boolean).join(' ');
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        disabled={refusal !== null}
        title={refusal ?? undefined}
        onClick={() => setAsked(true)}
      >
        Send all again
      </Button>
      {isAsked && (
        <ReasonDialog
          title={`Send all waiting dead letters ${which} again`}
          consequence={`Oldest first, 500 at once. ${CONSEQUENCE}`}
          confirm="Send all again"
          done={(answer) => doneText(answer as ReplayedDeadLettersView)}
          send={(reason) => apiSend('POST', '/dead-letters/replay', { model, topic, reason })}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
