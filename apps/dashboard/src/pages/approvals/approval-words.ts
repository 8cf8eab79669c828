import type { ApprovalView } from '@plumbline/contracts';

/** Open ones first, then the newest. */
export const openFirst = (all: readonly ApprovalView[]): ApprovalView[] =>
  [...all].sort(
    (a, b) =>
      Number(b.state === 'open') - Number(a.state === 'open') || Date.parse(b.createdAt) - Date.parse(a.createdAt),
  );

/** What still has to happen, or what has. */
export function progressText({ state, approvals, approvalsNeeded }: ApprovalView): string {
  const count = `${approvals} of ${approvalsNeeded} approval${approvalsNeeded === 1 ? '' : 's'}`;
  if (state !== 'open') return count;
  const missing = approvalsNeeded - approvals;
  return missing === 1
    ? `${count}; 1 more by another person moves it`
    : `${count}; ${missing} more by other people move it`;
}

export type Decision = 'approve' | 'reject' | 'withdraw';

export interface Decider {
  readonly person: string;
  readonly role: string;
}

/** Why a decision is not this person's to take; null when it is, as far as the page can tell. The server decides. */
export function refusedDecision(decision: Decision, approval: ApprovalView, me: Decider | undefined): string | null {
  if (!me) return 'Nobody is signed in.';
  const isMine = approval.requester === me.person;
  if (decision === 'withdraw')
    return isMine || me.role === 'admin' ? null : 'Only who asked, or an admin, withdraws a request.';
  if (decision === 'approve' && isMine) return 'You asked for it: other people approve.';
  if (
    decision === 'approve' &&
    approval.decisions.some(({ by, decision: was }) => by === me.person && was === 'approve')
  )
    return 'You have approved it.';
  return null;
}

/** What a decision does, in plain words. */
export function consequenceOf(decision: Decision, { alias, model, version, ...rest }: ApprovalView): string {
  const what = `v${version} as ${alias} of ${model}`;
  if (decision === 'reject') return `The request for ${what} is closed; nothing moves. It can be asked for again.`;
  if (decision === 'withdraw') return `The request for ${what} is taken back; nothing moves.`;
  const missing = rest.approvalsNeeded - rest.approvals - 1;
  if (missing > 0)
    return `You approve ${what}. ${missing} more approval${missing === 1 ? '' : 's'} after yours move it.`;
  if (rest.requester.startsWith('system:'))
    return `You approve ${what}. Yours is the last: the rollout that asked carries it out.`;
  const serves = alias === 'champion' ? ` v${version} answers every request from then on.` : '';
  return `You approve ${what}. Yours is the last approval: the alias moves at once.${serves}`;
}

/** What to tell after a decision, by what the request has become. */
export function doneText({ state, alias, version, approvals, approvalsNeeded }: ApprovalView): string {
  if (state === 'applied') return `Approved: v${version} is ${alias} now.`;
  if (state === 'open') return `Approved: ${approvals} of ${approvalsNeeded}.`;
  return state === 'approved' ? 'Approved: the rollout carries it out.' : `The request is ${state}.`;
}
