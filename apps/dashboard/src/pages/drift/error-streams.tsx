import type { ErrorStreamView } from '@plumbline/contracts';
import { DataTable, formatAbsolute, formatInteger, formatShare, Panel, VerdictWord } from '@plumbline/ui';

const NAMES: Readonly<Record<string, string>> = { adwin: 'ADWIN', page_hinkley: 'Page-Hinkley', ddm: 'DDM' };
const STANDINGS = {
  alarm: ['drift', 'Alarm'],
  quiet: ['no_drift', 'Quiet'],
  not_enough_evidence: ['not_enough_evidence', undefined],
} as const;

function Detectors({ detectors }: Pick<ErrorStreamView, 'detectors'>) {
  return (
    <dl className="app-facts">
      {detectors.map(({ detector, verdict }) => {
        const [look, word] = STANDINGS[verdict];
        return (
          <div key={detector} style={{ display: 'contents' }}>
            <dt>{NAMES[detector] ?? detector}</dt>
            <dd>
              <VerdictWord verdict={look} {...(word && { word })} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Detectors that look at every labelled answer as it comes, whatever the windows. */
export function ErrorStreams({ streams }: { streams: readonly ErrorStreamView[] }) {
  const [newest] = streams;
  if (newest === undefined) return null;
  const alarms = streams.flatMap(({ version, alarms: own }) => own.map((alarm) => ({ version, ...alarm })));
  return (
    <Panel title="Errors as labels come" aside={`v${newest.version}, ${formatInteger(newest.rows)} labelled answers`}>
      <p className="app-muted app-small">
        {formatShare(newest.errorRateNow)} of answers wrong since the last change, {formatShare(newest.errorRate)} in
        all. Settings keep quiet while nothing changes: an alarm for the worse stands for the next 1,000 labelled
        answers.
      </p>
      <Detectors detectors={newest.detectors} />
      <DataTable
        caption="Alarms of the detectors, newest first"
        rows={alarms}
        rowKey={({ version, detector, row }) => `${version} ${detector} ${row}`}
        none="No alarm so far."
        columns={[
          { key: 'when', header: 'Answer of', cell: ({ servedAt }) => formatAbsolute(servedAt) },
          { key: 'version', header: 'Version', cell: ({ version }) => `v${version}` },
          { key: 'detector', header: 'Detector', cell: ({ detector }) => NAMES[detector] ?? detector },
          {
            key: 'direction',
            header: 'Errors became',
            cell: ({ direction }) => (direction === 'worse' ? 'more' : 'fewer'),
          },
          { key: 'rate', header: 'Wrong', numeric: true, cell: ({ rateNow }) => formatShare(rateNow) },
          { key: 'row', header: 'Label', numeric: true, cell: ({ row }) => formatInteger(row) },
        ]}
      />
    </Panel>
  );
}
