/**
 * open: waits for approvals. approved: has them all and waits for the rollout controller to carry it out. applied: the alias
 * moved. The other three are dead ends: a new request begins from nothing.
 */
export type ApprovalState = 'open' | 'approved' | 'applied' | 'rejected' | 'withdrawn' | 'void';

/** What approvals are bound to: whoever approved saw exactly this. */
export interface ApprovalBinding {
  /** Of the artifact and its external files: see `packageDigest`. */
  readonly artifactDigest: string;
  /** null: there was no gate report. */
  readonly gateReportDigest: string | null;
  /** 0: there was no card. */
  readonly cardRevision: number;
  /** 0: the alias did not exist. */
  readonly aliasRevision: number;
  readonly approvalsNeeded: number;
}

export interface ApprovalDecision {
  /** The person, not the token: `user:<id>`, or the token where no person stands behind it. */
  readonly actor: string;
  readonly decision: 'approve' | 'reject' | 'withdraw';
  readonly reason: string;
  readonly decidedAt: Date;
}

export interface ApprovalRequest extends ApprovalBinding {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  readonly reason: string;
  /** The person, as in the decisions. */
  readonly requester: string;
  readonly state: ApprovalState;
  readonly stateReason: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly decisions: readonly ApprovalDecision[];
}

export type NewApprovalRequest = Omit<
  ApprovalRequest,
  'state' | 'stateReason' | 'createdAt' | 'closedAt' | 'decisions'
>;

/** Who asks or decides. */
export interface Person {
  /** As the audit log writes it: the token that was used. */
  readonly actor: string;
  /** Two tokens of one person have the same. */
  readonly person: string;
  readonly role: string;
}

export const isPending = ({ state }: ApprovalRequest): boolean => state === 'open' || state === 'approved';

export const approversOf = ({ decisions }: ApprovalRequest): string[] =>
  decisions.filter(({ decision }) => decision === 'approve').map(({ actor }) => actor);

/** A part of the platform asks on nobody's behalf and carries the change out itself, when it is its time. */
export const isSystem = (requester: string): boolean => requester.startsWith('system:');
