import type { AliasView, ApprovalView, AwaitingApprovalView } from '@plumbline/contracts';
import { CliError, EXIT } from '../cli.errors';
import type { ApiClient } from './api-client';
import { pollUntil } from './poll';

export type MoveAnswer = AliasView | AwaitingApprovalView;

/** 202: the alias is protected, and nothing moved yet. */
export const isAwaiting = (answer: MoveAnswer): answer is AwaitingApprovalView => 'approval' in answer;

export const approvalPath = (id: string): string => `/api/v1/approvals/${encodeURIComponent(id)}`;

const isPending = ({ state }: ApprovalView): boolean => state === 'open' || state === 'approved';

/** Until it is decided. @throws CliError with exit code 4 when time is up, 3 when it came to nothing */
export async function waitForApproval(
  registry: ApiClient,
  id: string,
  { timeoutMs, tell }: { timeoutMs: number; tell: (line: string) => void },
): Promise<ApprovalView> {
  let told = '';
  const decided = await pollUntil(
    () => registry.json<ApprovalView>(approvalPath(id)),
    (approval) => !isPending(approval),
    {
      timeoutMs,
      what: `approval request ${id}`,
      seen: ({ state, approvals, approvalsNeeded }) => {
        const line = `${state}: ${approvals} of ${approvalsNeeded} approvals`;
        if (line !== told) tell((told = line));
      },
    },
  );
  if (decided.state === 'applied') return decided;
  const { state, stateReason } = decided;
  throw new CliError(`approval request ${id} is ${state}${stateReason ? `: ${stateReason}` : ''}`, EXIT.failed);
}
