import { PlumblineError, type FieldProblem } from '@plumbline/problem';

export class UnknownModelError extends PlumblineError {
  constructor(model: string) {
    super('not_found', 'model_not_found', `There is no model ${model}. GET /api/v1/models lists them.`);
  }
}

export class UnknownVersionError extends PlumblineError {
  constructor(model: string, version: number, latest: number) {
    const known = latest === 0 ? 'It has no version yet.' : `It has versions 1 to ${latest}.`;
    super('not_found', 'version_not_found', `Model ${model} has no version ${version}. ${known}`, {
      details: { model, version, latest },
    });
  }
}

/** Somebody else changed the alias since it was read. */
export class StaleRevisionError extends PlumblineError {
  constructor(what: string, expectedRevision: number, presentRevision: number) {
    super(
      'conflict',
      'revision_stale',
      `${what} is at revision ${presentRevision}, not ${expectedRevision}. Look at it again, then repeat with If-Match: "${presentRevision}".`,
      { details: { expectedRevision, presentRevision } },
    );
  }
}

export class NoPreviousChampionError extends PlumblineError {
  constructor(model: string) {
    super(
      'conflict',
      'no_previous_champion',
      `Model ${model} has no earlier champion to go back to. Promote the version that should serve.`,
    );
  }
}

/** What was sent can not become a version. Pointers: /artifact, /manifest/..., /reference. */
export class VersionInvalidError extends PlumblineError {
  constructor(code: string, fields: readonly FieldProblem[], cause?: unknown) {
    const [first] = fields;
    const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
    super('invalid', code, `${first?.pointer.slice(1) ?? 'version'}: ${first?.detail ?? 'does not fit'}${more}`, {
      fields,
      cause,
    });
  }
}

export const invalidVersion = (code: string, pointer: string, detail: string, cause?: unknown): VersionInvalidError =>
  new VersionInvalidError(code, [{ pointer, detail }], cause);
