import { checkArtifactPath } from '../artifacts/artifact-path';
import { MlflowInvalidError } from '../mlflow.errors';

export type ModelSource =
  | { readonly kind: 'logged-model'; readonly id: string }
  | { readonly kind: 'version'; readonly model: string; readonly version: number }
  | { readonly kind: 'alias'; readonly model: string; readonly alias: string }
  | { readonly kind: 'run'; readonly runId: string; readonly path: string }
  | { readonly kind: 'artifacts'; readonly path: string };

const LOGGED_MODEL = /^models:\/(m-[0-9a-f]{32})$/;
const VERSION = /^models:\/([^/@]+)\/([1-9]\d{0,8})$/;
const ALIAS = /^models:\/([^/@]+)@([\w-]+)$/;
const RUN = /^runs:\/([0-9a-f]{32})\/(.+)$/;
/** One slash: two would name a host. */
const ARTIFACTS = /^mlflow-artifacts:\/([^/].*)$/;

const withoutSlash = (path: string): string => path.replace(/\/$/, '');

/** What a client may name as the place of a model. @throws MlflowInvalidError for any other place: a disk, a URL, a bucket */
export function parseModelSource(source: string): ModelSource {
  const loggedModel = LOGGED_MODEL.exec(source)?.[1];
  if (loggedModel) return { kind: 'logged-model', id: loggedModel };
  const [, model = '', version] = VERSION.exec(source) ?? [];
  if (version) return { kind: 'version', model, version: Number(version) };
  const [, aliased = '', alias] = ALIAS.exec(source) ?? [];
  if (alias) return { kind: 'alias', model: aliased, alias };
  const [, runId, below = ''] = RUN.exec(source) ?? [];
  if (runId) return { kind: 'run', runId, path: checked(below) };
  const path = ARTIFACTS.exec(source)?.[1];
  if (path) return { kind: 'artifacts', path: checked(path) };
  throw new MlflowInvalidError(
    `Invalid model version source: '${source.slice(0, 200)}'. It must be runs:/<run id>/<path>, models:/m-<id>, models:/<name>/<version> or mlflow-artifacts:/<path> of this server.`,
  );
}

function checked(path: string): string {
  const plain = withoutSlash(path);
  checkArtifactPath(plain);
  return plain;
}
