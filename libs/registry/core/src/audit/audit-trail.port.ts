/** One fact for the provable log. Never personal data: it can not be taken back. */
export interface AuditEntry {
  /** `user:ana`, `token:ci`, `system:rollout-controller`. */
  readonly actor: string;
  /** Past tense, dotted: `version.registered`, `alias.promoted`, `rollout.step_advanced`. */
  readonly action: string;
  readonly resourceType:
    | 'model'
    | 'version'
    | 'alias'
    | 'approval'
    | 'rollout'
    | 'training_run'
    | 'policy'
    | 'token'
    | 'user'
    | 'dataset'
    | 'alert'
    | 'dead_letter'
    | 'webhook';
  readonly resourceId: string;
  readonly reason?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Written in the transaction of the change it records: no change without its entry, no entry without its change. */
export interface AuditTrail {
  record(entry: AuditEntry): Promise<void>;
}
