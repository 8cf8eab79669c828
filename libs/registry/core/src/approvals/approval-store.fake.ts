import { isPending, type ApprovalDecision, type ApprovalRequest } from './approval';
import type { ApprovalStore } from './approval-store.port';

export interface ApprovalState {
  requests: Omit<ApprovalRequest, 'decisions'>[];
  decisions: (ApprovalDecision & { requestId: string })[];
}

export function approvalStoreOn(state: ApprovalState, now: () => Date): ApprovalStore {
  const whole = (): ApprovalRequest[] =>
    state.requests.map((request) => ({
      ...request,
      decisions: state.decisions
        .filter(({ requestId }) => requestId === request.id)
        .map(({ requestId: _, ...decision }) => decision),
    }));
  return {
    insert: async (request) =>
      void state.requests.push({ ...request, state: 'open', stateReason: '', createdAt: now(), closedAt: null }),
    find: async (id) => whole().find((request) => request.id === id) ?? null,
    pendingOf: async (model) => whole().filter((request) => request.model === model && isPending(request)),
    latestOf: async ({ model, alias, version }, requester) =>
      whole().findLast(
        (one) => one.model === model && one.alias === alias && one.version === version && one.requester === requester,
      ) ?? null,
    addDecision: async (requestId, decision) => {
      const before = state.decisions.some((one) => one.requestId === requestId && one.actor === decision.actor);
      if (!before) state.decisions.push({ ...decision, requestId, decidedAt: now() });
      return !before;
    },
    setState: async (id, next, stateReason) => {
      const closedAt = next === 'open' || next === 'approved' ? null : now();
      state.requests = state.requests.map((one) =>
        one.id === id ? { ...one, state: next, stateReason, closedAt } : one,
      );
    },
  };
}
