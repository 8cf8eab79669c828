import { Button } from '@mantine/core';
import type { RolloutView } from '@plumbline/contracts';
import { DataTable, formatPercent, Panel } from '@plumbline/ui';
import { useState } from 'react';
import { apiSend, segment } from '../../api/http';
import { whyNot } from '../../session/permissions';
import { useSession } from '../../session/use-session';
import { ReasonDialog } from '../../shared/reason-dialog';
import { isOpen, refusedByState } from './rollout-advice';

/** Who answers in an A/B test, with the share that was set and the one it really has; a person promotes what was shown better. */
export function RolloutArms({ rollout }: { rollout: RolloutView }) {
  const session = useSession();
  const [asked, setAsked] = useState<string | null>(null);
  const refusal =
    whyNot(session?.role, 'POST /api/v1/rollouts/:id/promote') ?? refusedByState('promote', rollout.state);
  return (
    <Panel title="Arms">
      <DataTable
        caption="Arms of the test with set and actual share"
        rows={rollout.arms ?? []}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', header: 'Arm', cell: ({ name }) => <strong>{name}</strong> },
          { key: 'version', header: 'Version', cell: ({ version }) => `v${version}` },
          { key: 'set', header: 'Set', numeric: true, cell: ({ setSharePercent }) => formatPercent(setSharePercent) },
          {
            key: 'actual',
            header: 'Actual',
            numeric: true,
            cell: ({ actualSharePercent }) => formatPercent(actualSharePercent),
          },
          {
            key: 'promote',
            header: '',
            cell: ({ name, version }) =>
              version !== rollout.championVersion && isOpen(rollout) ? (
                <Button
                  size="xs"
                  variant="default"
                  disabled={refusal !== null}
                  title={refusal ?? undefined}
                  onClick={() => setAsked(name)}
                >
                  Promote {name}
                </Button>
              ) : null,
          },
        ]}
      />
      {asked && (
        <ReasonDialog
          title={`Promote ${asked} of ${rollout.model}`}
          consequence={`${asked} becomes champion and answers everything; the test ends.`}
          confirm={`Promote ${asked}`}
          destructive={false}
          done="Promotion decided; the controller carries it out."
          send={(reason) => apiSend('POST', `/rollouts/${segment(rollout.id)}/promote`, { reason, arm: asked })}
          onClose={() => setAsked(null)}
        />
      )}
    </Panel>
  );
}
