import { MlflowInvalidError, MlflowMissingError } from '../mlflow.errors';

export type ArtifactOwner =
  | { readonly kind: 'run'; readonly experimentId: string; readonly id: string }
  | { readonly kind: 'logged-model'; readonly experimentId: string; readonly id: string }
  /** A registered version that MLflow did not upload: shown as if it had. */
  | { readonly kind: 'version'; readonly model: string; readonly version: number };

export interface ArtifactPath {
  /** The key: what the index knows it by. Never a place on a disk. */
  readonly path: string;
  readonly owner: ArtifactOwner;
  /** The owner's folder. */
  readonly root: string;
  /** Below `root`; empty for the folder itself. */
  readonly rest: string;
}

const MAX_LENGTH = 1024;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const FORBIDDEN = /[\u0000-\u001F\u007F#?\\]|[\uD800-\uDFFF]|%[0-9a-f]{2}/iu;
const VERSIONS_FOLDER = 'plumbline';

const refuse = (path: string, why: string) => new MlflowInvalidError(`Invalid artifact path '${path}': ${why}.`);

/**
 * A decoded path, checked. Ours is stricter than a file system's: nothing that any client could read as a step upwards,
 * a query, a fragment or another drive gets in (CVE-2023-6909, CVE-2024-1483, CVE-2024-3848 were such).
 * @throws MlflowInvalidError
 */
export function checkArtifactPath(path: string): string[] {
  if (path.length > MAX_LENGTH) throw refuse(path.slice(0, 60), `it is longer than ${MAX_LENGTH} characters`);
  if (FORBIDDEN.test(path)) throw refuse(path, 'it holds #, ?, \\, a control character or an encoded character');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) throw refuse(path, 'it is absolute');
  const steps = path.split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..'))
    throw refuse(path, 'it holds an empty step, `.` or `..`');
  return steps;
}

/** Decodes what stands in an address, once. @throws MlflowInvalidError */
export function decodeArtifactPath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    throw new MlflowInvalidError(`Invalid artifact path '${encoded}': it is not well encoded.`, error);
  }
}

export const versionRoot = (model: string, version: number): string => `${VERSIONS_FOLDER}/${model}/${version}`;

function ownerOf(steps: readonly string[]): { owner: ArtifactOwner; length: number } | null {
  const [first = '', second = '', third = '', fourth] = steps;
  if (first === VERSIONS_FOLDER)
    return /^[1-9]\d{0,8}$/.test(third)
      ? { owner: { kind: 'version', model: second, version: Number(third) }, length: 3 }
      : null;
  if (!/^\d{1,18}$/.test(first)) return null;
  if (second === 'models' && /^m-[0-9a-f]{32}$/.test(third) && fourth === 'artifacts')
    return { owner: { kind: 'logged-model', experimentId: first, id: third }, length: 4 };
  if (/^[0-9a-f]{32}$/.test(second) && third === 'artifacts')
    return { owner: { kind: 'run', experimentId: first, id: second }, length: 3 };
  return null;
}

/** @throws MlflowInvalidError, MlflowMissingError when it lies under no run, logged model or version */
export function parseArtifactPath(path: string): ArtifactPath {
  const steps = checkArtifactPath(path);
  const found = ownerOf(steps);
  if (!found)
    throw new MlflowMissingError(
      `No such artifact '${path}': artifacts lie under a run (<experiment>/<run>/artifacts) or a logged model.`,
    );
  const { owner, length } = found;
  return { path, owner, root: steps.slice(0, length).join('/'), rest: steps.slice(length).join('/') };
}
