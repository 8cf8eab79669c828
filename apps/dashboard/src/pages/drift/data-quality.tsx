import type { QualityCheckView, QualityView } from '@plumbline/contracts';
import { DataTable, formatInteger, formatPValue, formatShare, NOT_KNOWN, Panel, VerdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { qualityQuery } from '../../api/queries';
import { Explain } from '../../shared/explain';
import { Loaded } from '../../shared/loaded';

const NAMES = {
  missing: 'Missing',
  wrong_type: 'Wrong type',
  out_of_range: 'Out of range',
  new_category: 'New category',
  constant: 'One value only',
  volume: 'Rows in the window',
  freshness: 'Time without a prediction',
} as const;
const RANK = { violated: 0, not_enough_evidence: 1, within: 2 } as const;
const WORDS = { violated: 'Violated', within: 'Within', not_enough_evidence: 'Not enough evidence' } as const;

function shown(check: QualityCheckView['check'], value: number | null): string {
  if (value === null) return NOT_KNOWN;
  if (check === 'volume') return formatInteger(Math.round(value));
  return check === 'freshness' ? `${formatInteger(Math.round(value / 60_000))} min` : formatShare(value);
}

function Checks({ checks }: { checks: readonly QualityCheckView[] }) {
  const sorted = [...checks].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  return (
    <DataTable
      caption="Data quality checks, violated ones first"
      rows={sorted}
      rowKey={({ check, feature }) => `${check} ${feature ?? ''}`}
      columns={[
        { key: 'check', header: 'Check', cell: ({ check }) => NAMES[check] },
        { key: 'feature', header: 'Feature', cell: ({ feature }) => feature ?? 'all' },
        {
          key: 'verdict',
          header: 'Verdict',
          cell: ({ verdict }) => <VerdictWord verdict={verdict} word={WORDS[verdict]} />,
        },
        { key: 'seen', header: 'Seen', numeric: true, cell: (one) => shown(one.check, one.observed.estimate) },
        { key: 'expected', header: 'Expected', numeric: true, cell: (one) => shown(one.check, one.expected) },
        { key: 'limit', header: 'Limit', numeric: true, cell: (one) => shown(one.check, one.limit) },
        { key: 'p', header: 'Adjusted p', numeric: true, cell: (one) => formatPValue(one.adjustedPValue) },
        { key: 'examples', header: 'Examples', cell: ({ examples }) => examples.join(', ') || NOT_KNOWN },
      ]}
    />
  );
}

export function DataQuality({ model }: { model: string }) {
  return (
    <Panel title="Data quality">
      <Loaded query={useQuery(qualityQuery(model))} heightPx={240}>
        {({ latest, freshness }: QualityView) => {
          const all = [...(latest?.checks ?? []), freshness];
          const telling = all.filter(({ verdict, check }) => verdict === 'violated' || check === 'freshness');
          const within = all.filter(({ verdict }) => verdict === 'within').length;
          return (
            <div className="app-stack">
              <span>
                {telling.filter(({ verdict }) => verdict === 'violated').length} of {all.length} checks violated,{' '}
                {within} within{latest && `; v${latest.version}, ${formatInteger(latest.rows)} rows`}
              </span>
              <Checks checks={telling} />
              <Explain question="All checks, and what they are held against">
                <p>
                  A share is held against the same share of the reference, or, without one, against what the signature
                  allows. It is violated when chance does not explain it (all checks corrected together) and when it is
                  larger by at least the tolerance of the policy. The number of rows is held against the windows before.
                </p>
                <Checks checks={all} />
              </Explain>
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}
