import type { AssignmentView, Page, RolloutSegmentsView, RolloutView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import type { ApiClient } from '../server/api-client';

type FindRollout = (registry: ApiClient, model: string) => Promise<Pick<RolloutView, 'id'>>;

const CSV_HEAD = 'predictionId,subject,arm,version,servedAt';
const quotedForCsv = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const csvLine = ({ predictionId, subject, arm, version, servedAt }: AssignmentView): string =>
  [predictionId, subject ?? '', arm, String(version), servedAt].map(quotedForCsv).join(',');

export function registerRolloutRows(rollout: Command, context: CliContext, find: FindRollout): void {
  rollout
    .command('assignments <model>')
    .description('who met which arm, as CSV, of the rollout that runs or the latest')
    .action(async (model: string, _options: unknown, command: Command) => {
      const { registry } = openSession(context, command).connection;
      const { id } = await find(registry, model);
      context.stdout(CSV_HEAD);
      for (let cursor: string | null = ''; cursor !== null;) {
        const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const page: Page<AssignmentView> = await registry.json(`/api/v1/rollouts/${id}/assignments?limit=500${after}`);
        for (const item of page.items) context.stdout(csvLine(item));
        cursor = page.nextCursor;
      }
    });
  rollout
    .command('segments <model>')
    .description('the arms by the values of a feature or attribute; to explore, not to decide')
    .requiredOption('--by <name>', 'feature or attribute')
    .action(async (model: string, { by }: { by: string }, command: Command) => {
      const session = openSession(context, command);
      const { registry } = session.connection;
      const { id } = await find(registry, model);
      const path = `/api/v1/rollouts/${id}/segments?by=${encodeURIComponent(by)}`;
      const view = await registry.json<RolloutSegmentsView>(path);
      session.show(view, () =>
        formatTable(
          [by, 'arm', 'version', 'predictions', 'labelled', 'accuracy', 'low', 'high', 'mean value'],
          view.segments.flatMap(({ segment, arms }) =>
            arms.map((arm) => [
              ...[segment ?? '(none)', arm.name, arm.version, arm.predictions, arm.accuracy.n],
              ...[arm.accuracy.estimate, arm.accuracy.low, arm.accuracy.high, arm.value.mean],
            ]),
          ),
        ),
      );
    });
}
