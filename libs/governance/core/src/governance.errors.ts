import { PlumblineError } from '@plumbline/problem';

export class AuditEntryInvalidError extends PlumblineError {
  constructor(detail: string) {
    super('invalid', 'audit_entry_invalid', `The audit entry can not be recorded: ${detail}`);
  }
}

export class CheckpointMissingError extends PlumblineError {
  constructor() {
    super('not_found', 'checkpoint_missing', 'No checkpoint was signed yet: the log is empty or was not sequenced.');
  }
}

export class ProofUnavailableError extends PlumblineError {
  constructor(detail: string) {
    super('not_found', 'proof_unavailable', detail);
  }
}

/** The database no longer holds the log that was signed: nothing more is signed until a person has looked. */
export class AuditForkedError extends PlumblineError {
  constructor(size: number) {
    const message = `The audit log in the database is not the one whose first ${size} entries were signed. Run \`plumbline audit verify\`. If the database was replaced on purpose, move the folder \`checkpoints\` of the data folder away.`;
    super('internal', 'audit_forked', message, { details: { size } });
  }
}
