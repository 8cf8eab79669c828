import type { Readable } from 'node:stream';
import { MlflowDeniedError, MlflowInvalidError, MlflowMissingError } from '../mlflow.errors';
import type { MlflowLoggedModels } from '../logged-models/mlflow-logged-models';
import type { MlflowRuns } from '../runs/mlflow-runs';
import type { ModelVersion } from '../../versions/model-version';
import { mlmodelOfVersion } from '../models/mlmodel-of-version';
import type { ArtifactIndex } from './artifact-index.port';
import { parseArtifactPath, versionRoot, type ArtifactOwner, type ArtifactPath } from './artifact-path';
import { folderEntries, type FolderEntry, type IndexedFile } from './folder-entries';

export interface MlflowBlobs {
  put(bytes: Uint8Array): Promise<string>;
  putFile(path: string): Promise<{ readonly digest: string; readonly bytes: number }>;
  open(digest: string): Promise<{ readonly bytes: number; readonly stream: Readable }>;
  copyTo(digest: string, path: string): Promise<void>;
  get(digest: string): Promise<Uint8Array>;
}

export interface VersionReader {
  findVersion(model: string, version: number): Promise<ModelVersion | null>;
}

export interface MlflowArtifactsParts {
  readonly index: ArtifactIndex;
  readonly blobs: MlflowBlobs;
  readonly runs: MlflowRuns;
  readonly loggedModels: MlflowLoggedModels;
  readonly versions: VersionReader;
}

/** What clients upload and download. A path is a name for a blob; clients never choose where bytes lie. */
export class MlflowArtifacts {
  constructor(private readonly parts: MlflowArtifactsParts) {}

  /** Before any byte is read. @throws when nothing may be written there */
  async checkWritable(path: string): Promise<ArtifactPath> {
    const parsed = parseArtifactPath(path);
    if (parsed.owner.kind === 'version')
      throw new MlflowDeniedError('The files of a registered version never change: register a new version.');
    if (parsed.rest === '') throw new MlflowInvalidError(`'${path}' is a folder: name a file in it.`);
    await this.owner(parsed.owner);
    return parsed;
  }

  /** @param file on the local disk */
  async write({ path }: ArtifactPath, file: string): Promise<void> {
    const { digest, bytes } = await this.parts.blobs.putFile(file);
    refuseRegistered(path, await this.parts.index.put({ path, digest, bytes }));
  }

  async remove(path: string): Promise<void> {
    await this.checkWritable(path);
    await this.file(path);
    refuseRegistered(path, await this.parts.index.remove(path));
  }

  async open(path: string): Promise<{ readonly bytes: number; readonly stream: Readable }> {
    return this.parts.blobs.open((await this.file(path)).digest);
  }

  async list(path: string): Promise<FolderEntry[]> {
    const parsed = parseArtifactPath(path.replace(/\/$/, ''));
    return folderEntries(await this.under(parsed), parsed.path);
  }

  /** Every file below a folder. */
  async under(folder: ArtifactPath): Promise<IndexedFile[]> {
    await this.owner(folder.owner);
    if (folder.owner.kind === 'version') return this.versionFiles(folder.owner);
    return this.parts.index.under(folder.path);
  }

  private async file(path: string): Promise<IndexedFile> {
    const parsed = parseArtifactPath(path);
    const found =
      parsed.owner.kind === 'version'
        ? (await this.versionFiles(parsed.owner)).find((file) => file.path === path)
        : await this.parts.index.find(path);
    if (!found) throw new MlflowMissingError(`No such artifact: '${path}'.`);
    return found;
  }

  private async owner(owner: ArtifactOwner): Promise<void> {
    if (owner.kind === 'version') return;
    const found =
      owner.kind === 'run' ? await this.parts.runs.active(owner.id) : await this.parts.loggedModels.get(owner.id);
    if (found.experimentId !== owner.experimentId)
      throw new MlflowMissingError(`${owner.id} is not of experiment ${owner.experimentId}.`);
  }

  private async versionFiles({ model, version }: { model: string; version: number }): Promise<IndexedFile[]> {
    const found = await this.parts.versions.findVersion(model, version);
    if (!found) throw new MlflowMissingError(`Model Version (name=${model}, version=${version}) not found`);
    const mlmodel = Buffer.from(mlmodelOfVersion(found));
    const files = [
      { path: 'MLmodel', digest: await this.parts.blobs.put(mlmodel), bytes: mlmodel.length },
      { path: 'model.onnx', digest: found.artifactDigest, bytes: found.artifactBytes },
      ...found.files.map(({ name, digest, bytes }) => ({ path: name, digest, bytes })),
    ];
    return files.map((file) => ({ ...file, path: `${versionRoot(model, version)}/${file.path}` }));
  }
}

function refuseRegistered(path: string, version: string | null): void {
  if (version === null) return;
  throw new MlflowDeniedError(`'${path}' belongs to the registered version ${version}, whose files never change.`);
}
