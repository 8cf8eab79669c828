import type { RolloutView } from '@plumbline/contracts';
import { DataTable, formatPercent, Panel } from '@plumbline/ui';

/** Who answers in an A/B test, with the share that was set and the one it really has. */
export function RolloutArms({ rollout }: { rollout: RolloutView }) {
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
        ]}
      />
    </Panel>
  );
}
