import type { VersionView } from '@plumbline/contracts';
import { DataTable, Panel, StateMessage } from '@plumbline/ui';

type Detection = NonNullable<VersionView['detection']>;

const QUESTIONS: readonly (readonly [keyof Detection, string])[] = [
  ['task', 'Task'],
  ['scoreOutput', 'Score output'],
  ['positiveClass', 'Positive class'],
  ['classes', 'Classes'],
  ['inputs', 'Inputs'],
];

export function VersionDetection({ detection }: { detection: Detection | null }) {
  if (detection === null)
    return (
      <Panel title="What was detected">
        <StateMessage kind="empty" title="Not kept">
          This version was registered before the registry wrote down what it reads from a graph.
        </StateMessage>
      </Panel>
    );
  const rows = QUESTIONS.flatMap(([key, label]) => {
    const choice = detection[key];
    return choice ? [{ key, label, ...choice }] : [];
  });
  return (
    <Panel
      title="What was detected"
      note="Read from the graph and the reference rows. A push can tell it otherwise: plumbline push --help."
    >
      <DataTable
        caption="What was read from the graph, and why"
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { key: 'what', header: 'What', cell: ({ label }) => <span className="app-nowrap">{label}</span> },
          {
            key: 'chosen',
            header: 'Chosen',
            width: '32%',
            cell: ({ chosen }) => <strong className="app-wrap">{chosen}</strong>,
          },
          {
            key: 'how',
            header: 'How',
            cell: ({ told }) => <span className="app-badge">{told ? 'told' : 'found'}</span>,
          },
          { key: 'why', header: 'Why', width: '34%', cell: ({ because }) => because },
          {
            key: 'instead',
            header: 'Instead of',
            cell: ({ alternatives }) =>
              alternatives.length > 0 && <span className="app-wrap">{alternatives.join(', ')}</span>,
          },
        ]}
      />
    </Panel>
  );
}
