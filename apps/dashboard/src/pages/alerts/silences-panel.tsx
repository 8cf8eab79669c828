import { Button } from '@mantine/core';
import type { AlertSilenceView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { silencesQuery } from '../../api/queries';
import { whyNot } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ChangeDialog } from '../../shared/change-dialog';
import { Person } from '../../shared/person';

function Matcher({ silence: { alertId, model, rule, subject } }: { silence: AlertSilenceView }) {
  if (alertId !== null)
    return (
      <Link to="/alerts/$alertId" params={{ alertId }}>
        one alert
      </Link>
    );
  const parts = Object.entries({ model, rule, subject }).filter(([, pattern]) => pattern !== null);
  return <span className="app-wrap">{parts.map(([name, pattern]) => `${name} ${pattern}`).join(', ')}</span>;
}

/** Silences that hold; not shown while there is none. */
export function SilencesPanel() {
  const session = useSession();
  const { data: silences = [] } = useQuery(silencesQuery());
  const [ending, setEnding] = useState<AlertSilenceView | null>(null);
  const refusal = whyNot(session?.role, 'DELETE /api/v1/silences/:id');
  if (silences.length === 0) return null;
  return (
    <Panel title="Silences" note="Alerts go on being watched; nobody is told of them.">
      <DataTable
        caption="Silences that hold"
        rows={silences}
        rowKey={({ id }) => id}
        columns={[
          { key: 'of', header: 'Of', cell: (silence) => <Matcher silence={silence} /> },
          {
            key: 'reason',
            header: 'Reason',
            width: '40%',
            cell: ({ reason }) => <span className="app-wrap">{reason}</span>,
          },
          { key: 'by', header: 'By', cell: ({ createdBy }) => <Person who={createdBy} /> },
          { key: 'until', header: 'Ends', cell: ({ until }) => <RelativeTime iso={until} /> },
          {
            key: 'end',
            header: <span className="pl-hidden">End</span>,
            cell: (silence) => (
              <Button
                size="compact-sm"
                variant="default"
                disabled={refusal !== null}
                title={refusal ?? undefined}
                aria-label={`End the silence: ${silence.reason}`}
                onClick={() => setEnding(silence)}
              >
                End
              </Button>
            ),
          },
        ]}
      />
      {ending && (
        <ChangeDialog
          title="End this silence"
          consequence="What fires is told again, at its next bad window."
          confirm="End it"
          done="The silence has ended."
          send={() => apiSend('DELETE', `/silences/${segment(ending.id)}`)}
          onClose={() => setEnding(null)}
        />
      )}
    </Panel>
  );
}
