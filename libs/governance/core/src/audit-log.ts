/** One sequenced entry, as the database or an export gives it; hashes in lower-case hex. */
export interface SequencedEntry {
  /** From 0, without gaps. */
  readonly seq: number;
  readonly eventId: string;
  readonly envelope: unknown;
  /** Hash that the sequencer put into the tree. */
  readonly leafHash: string;
}

/** All that verification needs; `plumbline audit export` writes it as one JSON file. */
export interface AuditExport {
  readonly kind: 'plumbline.audit-export.v1';
  /** C2SP verifier key of the log; an auditor keeps a copy of their own. */
  readonly verifierKey: string;
  readonly entries: readonly SequencedEntry[];
  /** Signed notes, any order. */
  readonly checkpoints: readonly string[];
}
