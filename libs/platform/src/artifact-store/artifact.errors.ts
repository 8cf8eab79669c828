import { PlumblineError } from '@plumbline/problem';

export class ArtifactMissingError extends PlumblineError {
  constructor(digest: string, cause?: unknown) {
    super('not_found', 'artifact_missing', `No artifact ${digest} is stored here.`, { details: { digest }, cause });
  }
}

export class ArtifactCorruptError extends PlumblineError {
  constructor(digest: string, found: string) {
    const message = `The stored artifact ${digest} hashes to ${found}: it was damaged. Restore it from a backup.`;
    super('internal', 'artifact_corrupt', message, { details: { digest, found } });
  }
}
