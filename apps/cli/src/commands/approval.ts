import type { ApprovalView } from '@plumbline/contracts';
import { Option, type Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { formatTable } from '../output/print-table';
import { approvalPath } from '../server/approvals';
import { allItems } from '../server/paths';

const STATES = ['open', 'approved', 'applied', 'rejected', 'withdrawn', 'void'];

function approvalText(approval: ApprovalView): string {
  const { boundTo, decisions } = approval;
  const head = `${approval.model} version ${approval.version} as ${approval.alias}: ${approval.state}, ${approval.approvals} of ${approval.approvalsNeeded} approvals`;
  const lines = [
    head,
    `asked by ${approval.requester} at ${approval.createdAt}: ${approval.reason}`,
    ...(approval.stateReason ? [approval.stateReason] : []),
    `bound to artifact ${boundTo.artifactDigest}`,
    `         gate report ${boundTo.gateReportDigest ?? 'none'}, card revision ${boundTo.cardRevision || 'none'}, alias revision ${boundTo.aliasRevision}`,
  ];
  if (decisions.length === 0) return lines.join('\n');
  const rows = decisions.map(({ at, by, decision, reason }) => [at, by, decision, reason]);
  return [...lines, formatTable(['when', 'by', 'decision', 'reason'], rows)].join('\n');
}

function registerList(approval: Command, context: CliContext): void {
  approval
    .command('list [model]')
    .description('approval requests, newest first')
    .addOption(new Option('--state <state>', 'only those').choices(STATES))
    .action(async (model: string | undefined, { state }: { state?: string }, command: Command) => {
      const session = openSession(context, command);
      const query = new URLSearchParams({ ...(model && { model }), ...(state && { state }) }).toString();
      const items = await allItems<ApprovalView>(
        session.connection.registry,
        `/api/v1/approvals${query && `?${query}`}`,
      );
      session.show({ items }, () =>
        formatTable(
          ['id', 'model', 'alias', 'version', 'state', 'approvals', 'asked by', 'reason'],
          items.map((one) => [
            one.id,
            one.model,
            one.alias,
            one.version,
            one.state,
            `${one.approvals} of ${one.approvalsNeeded}`,
            one.requester,
            one.stateReason || one.reason,
          ]),
        ),
      );
    });
}

export function registerApproval(program: Command, context: CliContext): void {
  const approval = program.command('approval').description('what waits for a second pair of eyes');
  registerList(approval, context);
  approval
    .command('show <id>')
    .description('what is to be approved, what it is bound to, and who decided')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const found = await session.connection.registry.json<ApprovalView>(approvalPath(id));
      session.show(found, () => approvalText(found));
    });
  for (const [action, what] of [
    ['approve', 'approve it; the last approval moves the alias'],
    ['reject', 'refuse it'],
    ['withdraw', 'take your own request back'],
  ] as const)
    approval
      .command(`${action} <id>`)
      .description(what)
      .requiredOption('--reason <text>', 'why, for the audit log')
      .action(async (id: string, { reason }: { reason: string }, command: Command) => {
        const session = openSession(context, command);
        const path = `${approvalPath(id)}/${action}`;
        const decided = await session.connection.registry.json<ApprovalView>(path, { json: { reason } });
        session.show(decided, () => approvalText(decided));
      });
}
