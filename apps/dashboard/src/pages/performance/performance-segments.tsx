import type { FoundSegmentView, PerformanceView, SegmentPerformanceView } from '@plumbline/contracts';
import {
  type Column,
  DataTable,
  differenceText,
  estimateText,
  formatInteger,
  formatPValue,
  NOT_KNOWN,
  Panel,
} from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { segmentSearchQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { whereText } from './performance-summary';

const MOST_SEGMENTS = 15;

const COLUMNS: readonly Column<SegmentPerformanceView>[] = [
  { key: 'by', header: 'By', cell: ({ segmentation }) => segmentation },
  { key: 'segment', header: 'Segment', cell: ({ segment }) => segment },
  { key: 'labelled', header: 'Labelled', numeric: true, cell: ({ labelled }) => formatInteger(labelled) },
  {
    key: 'accuracy',
    header: 'Accuracy',
    numeric: true,
    cell: ({ metrics }) => (metrics.accuracy ? estimateText(metrics.accuracy) : NOT_KNOWN),
  },
  {
    key: 'loss',
    header: 'Log loss or RMSE',
    numeric: true,
    cell: ({ metrics: { logLoss, rmse } }) => {
      const loss = logLoss ?? rmse;
      return loss ? estimateText(loss) : NOT_KNOWN;
    },
  },
];

export function SegmentsPanel({ view: { segments = [] } }: { view: PerformanceView }) {
  if (segments.length === 0) return null;
  return (
    <Panel title="Segments of the monitor policy, worst first" note={`At most ${MOST_SEGMENTS} are shown.`}>
      <DataTable
        caption="Performance by segment"
        columns={COLUMNS}
        rows={segments.slice(0, MOST_SEGMENTS)}
        rowKey={({ segmentation, segment }) => `${segmentation}: ${segment}`}
      />
    </Panel>
  );
}

const FOUND_COLUMNS: readonly Column<FoundSegmentView>[] = [
  { key: 'where', header: 'Where', cell: ({ where }) => whereText(where) },
  { key: 'rows', header: 'Rows', numeric: true, cell: ({ rows }) => formatInteger(rows) },
  { key: 'loss', header: 'Mean loss', numeric: true, cell: ({ meanLoss }) => estimateText(meanLoss) },
  { key: 'excess', header: 'More than elsewhere', numeric: true, cell: ({ excess }) => differenceText(excess) },
  { key: 'p', header: 'Adjusted p', numeric: true, cell: ({ adjustedPValue }) => formatPValue(adjustedPValue) },
];

/** Looked for in the rows themselves, whatever segments the policy names. */
export function WorstSegmentsPanel({ model }: { model: string }) {
  const search = useQuery(segmentSearchQuery(model));
  return (
    <Loaded query={search} heightPx={200} empty={() => null}>
      {({ rows, looked, minimumRows, segments }) => (
        <Panel
          title="Where the champion does worst"
          note={`Every value and pair of values with at least ${formatInteger(minimumRows)} of the newest ${formatInteger(rows)} labelled rows: ${formatInteger(looked)} segments, corrected for looking at them all.`}
        >
          <DataTable
            caption="The worst segments"
            columns={FOUND_COLUMNS}
            rows={segments}
            rowKey={({ where }) => whereText(where)}
            none="No segment is shown worse than the rest."
          />
        </Panel>
      )}
    </Loaded>
  );
}
