import type { AliasChangeView, AliasHistoryView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { modelPath } from '../server/paths';

interface Options {
  readonly alias: string;
  readonly at?: string;
  readonly knownAt?: string;
}

function evidenceText({ evidence }: AliasChangeView): string {
  const { approvers, gateReportDigest, cardRevision, rolloutId, emergencyBrake } = evidence;
  return [
    ...(approvers ? [`approved by ${approvers.join(', ')}`] : []),
    ...(rolloutId ? [`rollout ${rolloutId}`] : []),
    ...(gateReportDigest ? [`gates ${gateReportDigest.slice(0, 8)}`] : []),
    ...(cardRevision ? [`card ${cardRevision}`] : []),
    ...(emergencyBrake ? ['emergency brake'] : []),
  ].join('; ');
}

export function registerHistory(program: Command, context: CliContext): void {
  program
    .command('history <model>')
    .description('what served when, who changed it, why, and on what evidence')
    .option('--alias <name>', 'another alias', 'champion')
    .option('--at <time>', 'what it meant at this time (ISO 8601): the first line is the answer')
    .option('--known-at <time>', 'as it was known at this time: before later corrections')
    .action(async (model: string, { alias, at, knownAt }: Options, command: Command) => {
      const session = openSession(context, command);
      const query = new URLSearchParams({ ...(at && { at }), ...(knownAt && { knownAt }) }).toString();
      const path = `${modelPath(model)}/aliases/${encodeURIComponent(alias)}/history${query && `?${query}`}`;
      const answer = await session.connection.registry.json<AliasHistoryView>(path);
      session.show(answer, () =>
        formatTable(
          ['from', 'written', 'action', 'version', 'before', 'by', 'reason', 'evidence'],
          answer.items.map((change) => [
            change.effectiveAt,
            change.changedAt,
            change.action,
            change.version,
            change.previousVersion,
            change.actor,
            change.reason,
            evidenceText(change),
          ]),
        ),
      );
    });
}
