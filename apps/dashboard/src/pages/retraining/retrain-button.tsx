import { Button } from '@mantine/core';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { whyNot } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ReasonDialog } from '../../shared/reason-dialog';

export function RetrainButton({ model }: { model: string }) {
  const [asking, setAsking] = useState(false);
  const session = useSession();
  const refusal = whyNot(session?.role, 'POST /api/v1/models/:model/retrain');
  return (
    <>
      <Button size="sm" disabled={refusal !== null} title={refusal ?? undefined} onClick={() => setAsking(true)}>
        Retrain now
      </Button>
      {refusal && <span className="app-muted app-small">{refusal}</span>}
      {asking && (
        <ReasonDialog
          title={`Retrain ${model}`}
          consequence="A run starts with the latest labelled rows. It registers a version only when every gate passes; the model's policy says whether a canary follows."
          confirm="Retrain now"
          done="Retraining asked for. It appears in the list, or its reason not to run does."
          send={(reason) => apiSend('POST', `/models/${segment(model)}/retrain`, { reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
