import type { AliasView, AwaitingApprovalView } from '@plumbline/contracts';

/** 200 is the alias as it is now, 202 the request that waits. */
export type MoveAnswer = AliasView | AwaitingApprovalView;

/** What to tell who asked for a move of an alias. */
export function moveText(answer: MoveAnswer): string {
  if (!('approval' in answer)) return `v${answer.version} is ${answer.alias} now.`;
  const { alias, version, approvals, approvalsNeeded } = answer.approval;
  const missing = approvalsNeeded - approvals;
  const asked = answer.created ? 'Asked' : 'It was asked before';
  return `${asked}: v${version} as ${alias} waits for ${missing} approval${missing === 1 ? '' : 's'} by other people.`;
}

interface Protection {
  readonly alias: string;
  readonly approvals: number;
  readonly roles: readonly string[];
}

/** How an alias is protected by the model's policies; null when it is not, or they are not known. */
export function protectionOf(
  policies: readonly { readonly kind: string; readonly body: unknown }[] | undefined,
  alias: string,
): Protection | null {
  const body = policies?.find(({ kind }) => kind === 'aliases')?.body as { protected?: Protection[] } | undefined;
  return body?.protected?.find((protection) => protection.alias === alias) ?? null;
}
