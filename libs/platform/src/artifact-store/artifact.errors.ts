import { PlumblineError } from '@plumbline/problem';

export class ArtifactMissingError extends PlumblineError {
  constructor(digest: string, cause?: unknown) {
    super('not_found', 'artifact_missing', `No artifact ${digest} is stored here.`, { details: { digest }, cause });
  }
}

export class ArtifactCorruptError extends PlumblineError {
  constructor(digest: string, found: string) {
    const message =
      `The stored artifact ${digest} hashes to ${found}: it was damaged and is not served. ` +
      'Restore it from a backup, or store the same file again.';
    super('internal', 'artifact_corrupt', message, { details: { digest, found } });
  }
}

export class ArtifactSourceChangedError extends PlumblineError {
  constructor() {
    super('conflict', 'artifact_source_changed', 'The file changed while it was being stored. Store it again.');
  }
}

/** Repeating does not help until somebody mends the settings or the rights. */
export class ArtifactStoreRefusedError extends PlumblineError {
  constructor(bucket: string, reason: string, remedy: string, cause: unknown) {
    const message = `Artifacts cannot be kept in the S3 bucket "${bucket}": ${reason}. ${remedy}`;
    super('internal', 'artifact_store_refused', message, { details: { bucket, reason }, cause });
  }
}

export class ArtifactStoreUnavailableError extends PlumblineError {
  constructor(bucket: string, reason: string, cause: unknown) {
    const message = `The S3 bucket "${bucket}" does not answer: ${reason}. Try again; check ARTIFACT_URL and the network.`;
    super('unavailable', 'artifact_store_unavailable', message, { details: { bucket, reason }, cause });
  }
}
