import type { PerformanceView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { modelPath } from '../server/paths';

interface Period {
  readonly from?: string;
  readonly to?: string;
}

function periodQuery({ from, to }: Period): string {
  const query = new URLSearchParams();
  if (from !== undefined) query.set('from', from);
  if (to !== undefined) query.set('to', to);
  return query.size > 0 ? `?${query.toString()}` : '';
}

function performanceText({ expected, total, windows }: PerformanceView): string {
  const table = formatTable(
    ['from', 'version', 'predictions', 'labelled', 'positive', 'log loss', 'AUC', 'accuracy'],
    windows.map((w) => [w.from, w.version, w.predictions, w.labelled, w.positiveRate, w.logLoss, w.auc, w.accuracy]),
  );
  const born = expected
    ? `expected at birth (v${expected.version}): log loss ${expected.logLoss?.toFixed(4) ?? '-'}`
    : '';
  const all = total ? `in all: log loss ${total.logLoss?.toFixed(4) ?? '-'} on ${total.labelled} labelled rows` : '';
  return [table, born, all].filter(Boolean).join('\n');
}

export function registerPerformance(program: Command, context: CliContext): void {
  program
    .command('performance <model>')
    .description('log loss, AUC and accuracy by window, beside what was expected at birth')
    .option('--from <time>', 'from this time')
    .option('--to <time>', 'to this time')
    .action(async (model: string, period: Period, command: Command) => {
      const session = openSession(context, command);
      const path = `${modelPath(model)}/performance${periodQuery(period)}`;
      const view = await session.connection.registry.json<PerformanceView>(path);
      session.show(view, () => performanceText(view));
    });
}
