import type { SuppressionView } from '@plumbline/contracts';
import { DataTable, Panel, RelativeTime } from '@plumbline/ui';
import { suppressionReason } from './suppression-reason';

/** Triggers that started nothing, and the rule that held them back. */
export function Suppressions({ suppressions }: { suppressions: readonly SuppressionView[] }) {
  if (suppressions.length === 0) return null;
  return (
    <Panel title="Held back" note="Triggers that started no run, and why.">
      <DataTable
        caption="Suppressed triggers with their reasons"
        rows={suppressions}
        rowKey={({ model, trigger, reason, firstAt }) => `${model} ${trigger} ${reason} ${firstAt}`}
        columns={[
          { key: 'model', header: 'Model', cell: ({ model }) => model },
          { key: 'trigger', header: 'Trigger', cell: ({ trigger }) => trigger },
          { key: 'reason', header: 'Why not', width: '50%', cell: ({ reason }) => suppressionReason(reason) },
          { key: 'n', header: 'Times', numeric: true, cell: ({ occurrences }) => occurrences },
          { key: 'at', header: 'Last', cell: ({ lastAt }) => <RelativeTime iso={lastAt} /> },
        ]}
      />
    </Panel>
  );
}
