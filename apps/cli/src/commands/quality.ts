import type { QualityCheckView, QualityView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { EXIT } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { modelPath } from '../server/paths';

const EXIT_OF = { within: EXIT.done, violated: EXIT.failed, not_enough_evidence: EXIT.timeout } as const;
const RANK = { violated: 0, not_enough_evidence: 1, within: 2 } as const;

const shown = ({ check }: QualityCheckView, value: number | null): string => {
  if (value === null) return '-';
  if (check === 'volume') return value.toFixed(0);
  return check === 'freshness' ? `${Math.round(value / 60_000)} min` : `${(100 * value).toFixed(2)} %`;
};

function qualityText({ latest, freshness }: QualityView): string {
  const checks = [...(latest?.checks ?? []), freshness].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const table = formatTable(
    ['check', 'feature', 'verdict', 'seen', 'expected', 'limit', 'adjusted p', 'examples'],
    checks.map((one) => [
      ...[one.check, one.feature ?? '-', one.verdict],
      ...[one.observed.estimate, one.expected, one.limit].map((value) => shown(one, value)),
      ...[one.adjustedPValue, one.examples.slice(0, 3).join(' ') || '-'],
    ]),
  );
  const whole = latest
    ? `${latest.verdict}: ${latest.rows} rows of version ${latest.version} up to ${latest.to}`
    : 'no window of its traffic has been checked yet';
  return `${table}\n${whole}`;
}

export function registerQuality(program: Command, context: CliContext): void {
  program
    .command('quality <model>')
    .description(
      'missing, out of range, new, wrong type, constant, volume, freshness; exit 0 within limits, 3 violated, 4 not enough evidence',
    )
    .option('--from <time>', 'from this time')
    .option('--to <time>', 'to this time')
    .action(async (model: string, { from, to }: { from?: string; to?: string }, command: Command) => {
      const session = openSession(context, command);
      const query = new URLSearchParams(
        Object.entries({ from, to }).filter((pair): pair is [string, string] => pair[1] !== undefined),
      );
      const view = await session.connection.registry.json<QualityView>(
        `${modelPath(model)}/quality?${query.toString()}`,
      );
      session.show(view, () => qualityText(view));
      const stale = view.freshness.verdict === 'violated';
      context.setExitCode(stale ? EXIT.failed : EXIT_OF[view.latest?.verdict ?? 'not_enough_evidence']);
    });
}
