import type { GateView } from '@plumbline/contracts';
import { DataTable, formatBytes, formatInteger, VerdictWord, estimateText } from '@plumbline/ui';

function valueOf({ gate, value }: GateView): string {
  if (!value) return '';
  if (gate === 'artifact_size' && value.estimate !== null) return formatBytes(value.estimate);
  if (value.estimate !== null && value.estimate !== 0 && Math.abs(value.estimate) < 0.001)
    return value.estimate.toExponential(1);
  return estimateText(value);
}

export function GatesTable({ gates }: { gates: readonly GateView[] }) {
  return (
    <DataTable
      caption="Gates of the candidate"
      rows={gates}
      rowKey={({ gate }) => gate}
      columns={[
        { key: 'gate', header: 'Gate', cell: ({ gate }) => <strong>{gate.replaceAll(/[_:]/g, ' ')}</strong> },
        { key: 'verdict', header: 'Verdict', cell: ({ verdict }) => <VerdictWord verdict={verdict} /> },
        { key: 'value', header: 'Value, interval', numeric: true, cell: valueOf },
        {
          key: 'n',
          header: 'n',
          numeric: true,
          cell: ({ value }) => (value && value.n > 1 ? formatInteger(value.n) : ''),
        },
        { key: 'rule', header: 'Rule', width: '44%', cell: ({ rule }) => rule },
      ]}
    />
  );
}
