import type { FairnessAttributeView, FairnessView, IntervalView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { modelPath } from '../server/paths';

const shown = (value: number | null): string => value?.toFixed(3) ?? '-';

function interval(value: IntervalView | 'undefined' | null): string {
  if (value === null || value === 'undefined') return value ?? '-';
  const { estimate, low, high } = value;
  return low === null && high === null ? shown(estimate) : `${shown(estimate)} [${shown(low)}, ${shown(high)}]`;
}

function attributeText({ attribute, verdict, groups, measures }: FairnessAttributeView): string {
  const groupRows = groups.map((g) => [
    ...[g.group, g.n, g.labelled, g.state, interval(g.selectionRate), interval(g.ratio)],
    ...[g.truePositiveRate, g.falsePositiveRate, g.precision].map(interval),
    shown(g.calibrationError),
  ]);
  const measureRows = measures.map((m) => [
    ...[m.measure, interval(m.value), m.limit, m.decides ? m.verdict : '(not a limit)'],
    ...[m.group === null ? '-' : `${m.group} / ${m.against}`],
    m.leftOut.map(({ group, reason }) => `${group}: ${reason}`).join('; ') || '-',
  ]);
  return [
    `${attribute}: ${verdict}`,
    formatTable(
      ['group', 'rows', 'labelled', 'state', 'selected', 'ratio', 'TPR', 'FPR', 'precision', 'ECE'],
      groupRows,
    ),
    formatTable(['measure', 'value', 'limit', 'verdict', 'furthest apart', 'left out'], measureRows),
  ].join('\n');
}

const fairnessText = ({ attributes }: FairnessView): string =>
  attributes.map(attributeText).join('\n\n') || 'no protected attribute was named for this model';

export function registerFairness(program: Command, context: CliContext): void {
  program
    .command('fairness <model>')
    .description('rates by group and intersection, and the gaps between groups with their limits')
    .option('--from <time>', 'from this time')
    .option('--to <time>', 'to this time')
    .action(async (model: string, { from, to }: { from?: string; to?: string }, command: Command) => {
      const session = openSession(context, command);
      const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
      const path = `${modelPath(model)}/fairness?${query.toString()}`;
      const view = await session.connection.registry.json<FairnessView>(path);
      session.show(view, () => fairnessText(view));
    });
}
