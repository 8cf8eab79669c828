import type { ModelSummaryView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { allItems } from '../server/paths';

export function registerStatus(program: Command, context: CliContext): void {
  program
    .command('status')
    .description('what runs, what serves, how it does')
    .action(async (_options: unknown, command: Command) => {
      const session = openSession(context, command);
      const system = await session.connection.status();
      const models = await allItems<ModelSummaryView>(session.connection.registry, '/api/v1/models');
      session.show({ ...system, models }, () => {
        const head = `Plumbline ${system.version}, events on ${system.eventBus}, jobs on ${system.queue}, predictions at ${system.inferenceUrl}`;
        const rows = models.map((model) => [
          model.simulated ? `${model.name} (simulated)` : model.name,
          model.status,
          model.serving.map(({ version, sharePercent }) => `v${version} ${sharePercent} %`).join(' + ') || '-',
          model.predictions,
          model.labelCoverage,
          model.logLoss,
          model.statusReason,
        ]);
        const columns = ['model', 'status', 'serving', 'predictions', 'labelled', 'log loss', 'why'];
        return models.length === 0
          ? `${head}\nno model yet: plumbline train --help`
          : `${head}\n${formatTable(columns, rows)}`;
      });
    });
}
