/** Answers about aliases, approvals and documents. Times are ISO 8601 strings. */
export interface AliasView {
  alias: string;
  version: number;
  revision: number;
  changedAt: string;
}
/** On what the alias was moved; changes from before it was kept have none of it. */
export interface AliasEvidenceView {
  artifactDigest?: string;
  gateReportDigest?: string | null;
  cardRevision?: number;
  approvalId?: string;
  requester?: string;
  approvers?: readonly string[];
  rolloutId?: string;
  emergencyBrake?: true;
  believedVersion?: number | null;
}
export interface AliasChangeView {
  alias: string;
  /** null: the alias was taken away. */
  version: number | null;
  previousVersion: number | null;
  /** correct: the past was written down wrongly; the present was not touched. */
  action: 'promote' | 'rollback' | 'set' | 'remove' | 'correct';
  reason: string;
  actor: string;
  /** When it was written down. */
  changedAt: string;
  /** From when on it was true. */
  effectiveAt: string;
  evidence: AliasEvidenceView;
}
export interface AliasHistoryView {
  /** Newest in effect first: with `at`, the first is what the alias meant then, as it was known at `knownAt`. */
  items: AliasChangeView[];
  nextCursor: string | null;
}
export interface ApprovalDecisionView {
  /** The person, whichever token was used. */
  by: string;
  decision: 'approve' | 'reject' | 'withdraw';
  reason: string;
  at: string;
}
export interface ApprovalView {
  id: string;
  model: string;
  alias: string;
  version: number;
  reason: string;
  requester: string;
  /** approved: all are there, and the rollout that asked carries it out. void: what was approved is not what there is now. */
  state: 'open' | 'approved' | 'applied' | 'rejected' | 'withdrawn' | 'void';
  stateReason: string;
  approvalsNeeded: number;
  approvals: number;
  boundTo: {
    artifactDigest: string;
    gateReportDigest: string | null;
    cardRevision: number;
    aliasRevision: number;
  };
  decisions: ApprovalDecisionView[];
  createdAt: string;
  closedAt: string | null;
}
/** 202: nothing moved yet. */
export interface AwaitingApprovalView {
  approval: ApprovalView;
  /** False: somebody had asked for the same already. */
  created: boolean;
  detail: string;
}
export interface DocumentView {
  model: string;
  version: number;
  kind: 'card' | 'gate_report';
  revision: number;
  digest: string;
  body: unknown;
  actor: string;
  createdAt: string;
}
