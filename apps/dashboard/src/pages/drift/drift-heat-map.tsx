import type { DriftReportView, DriftView } from '@plumbline/contracts';
import { formatAbsolute, formatDecimal, formatInteger, formatTick, HeatTable, Panel, verdictWord } from '@plumbline/ui';
import { heatCell } from './heat-cell';

const SHOWN_CHECKS = 14;

export interface DriftHeatMapProps {
  history: DriftView['history'];
  latest: DriftReportView | null;
  selected: string | undefined;
  onSelect: (feature: string) => void;
}

function columnsOf(checks: DriftView['history']) {
  const spanMs = Date.parse(checks.at(-1)?.to ?? '') - Date.parse(checks[0]?.from ?? '');
  return checks.map(({ from, to, version, rows, verdict }) => ({
    // Checks of growing windows begin together.
    key: `${version} ${from} ${to}`,
    label: formatTick(to, spanMs),
    title: `v${version}, ${formatInteger(rows)} rows until ${formatAbsolute(to)}: ${verdictWord(verdict)}`,
  }));
}

/** Every feature in every check. A click on a feature opens its histogram. */
export function DriftHeatMap({ history, latest, selected, onSelect }: DriftHeatMapProps) {
  const checks = history.slice(-SHOWN_CHECKS);
  const minimum = new Map(latest?.features.map(({ feature, minimumEffect }) => [feature, minimumEffect]));
  const order = [...(latest?.features ?? [])].sort((a, b) => (b.effect ?? -1) - (a.effect ?? -1));
  const names = [
    ...new Set([...order.map(({ feature }) => feature), ...checks.flatMap((c) => c.features.map((f) => f.feature))]),
  ];
  const rows = names.map((name) => ({
    key: name,
    label: name,
    cells: checks.map((check) => {
      const found = check.features.find(({ feature }) => feature === name);
      return found ? heatCell(found, minimum.get(name) ?? 0.1) : null;
    }),
  }));
  return (
    <Panel
      title="Effect of each feature over time"
      aside={<span className="app-small">▲ drift · no mark: no drift · ◔ not enough evidence</span>}
    >
      <HeatTable
        caption="Effect of each feature in each drift check, newest to the right"
        rowHeader="Feature"
        columns={columnsOf(checks)}
        rows={rows}
        selected={selected}
        onSelect={onSelect}
      />
      <p className="app-muted app-small" style={{ marginTop: 8 }}>
        {checks.length} of {history.length} checks, newest to the right. (score) is the distribution of the model&apos;s
        scores, (label) the rate of positive outcomes, (joint) how the features go together. The minimum effect is{' '}
        {formatDecimal(order[0]?.minimumEffect ?? null, 2)}.
      </p>
    </Panel>
  );
}
