import type { AlertView } from '@plumbline/contracts';
import { RelativeTime, VerdictWord } from '@plumbline/ui';
import { Person } from '../../shared/person';

/** Firing, pending or resolved; silenced, and who looks after it. */
export function AlertStanding({ alert: { state, silence, acknowledgedAt, acknowledgedBy } }: { alert: AlertView }) {
  return (
    <>
      <VerdictWord verdict={state} />
      {silence && (
        <div className="app-muted app-small" title={silence.reason}>
          silent, ends <RelativeTime iso={silence.until} />
        </div>
      )}
      {state === 'firing' && acknowledgedAt && (
        <div className="app-muted app-small">
          <Person who={acknowledgedBy ?? ''} /> looks after it
        </div>
      )}
    </>
  );
}
