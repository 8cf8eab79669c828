import { PlumblineError } from '@plumbline/problem';

/** What it answered, or whom it was offered to, must stay explainable. */
export class VersionReferencedError extends PlumblineError {
  constructor(model: string, version: number) {
    const message = `Version ${version} of ${model} is or was referenced by an alias, a rollout, a prediction, a document or an approval, and can not be deleted: archive it instead.`;
    super('conflict', 'version_referenced', message, { details: { model, version } });
  }
}

export class VersionInUseError extends PlumblineError {
  constructor(model: string, version: number, holders: readonly string[]) {
    const message = `Version ${version} of ${model} is in use by ${holders.join(', ')}: move them to another version, then archive it.`;
    super('conflict', 'version_in_use', message, { details: { model, version, holders } });
  }
}
