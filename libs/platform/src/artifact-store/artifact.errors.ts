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
  constructor(digest: string) {
    const message = 'The file changed while it was being stored, so nothing was stored. Store it again.';
    super('conflict', 'artifact_source_changed', message, { details: { digest } });
  }
}
