import type { ApprovalDecision, ApprovalRequest, ApprovalState, NewApprovalRequest } from './approval';

export interface ApprovalStore {
  insert(request: NewApprovalRequest): Promise<void>;
  find(id: string): Promise<ApprovalRequest | null>;
  /** Open or approved, oldest first. */
  pendingOf(model: string): Promise<ApprovalRequest[]>;
  /** The newest that `requester` made, whatever became of it. */
  latestOf(move: { model: string; alias: string; version: number }, requester: string): Promise<ApprovalRequest | null>;
  /** False when this person decided before; nothing is written then. */
  addDecision(id: string, decision: Omit<ApprovalDecision, 'decidedAt'>): Promise<boolean>;
  setState(id: string, state: ApprovalState, reason: string): Promise<void>;
}
