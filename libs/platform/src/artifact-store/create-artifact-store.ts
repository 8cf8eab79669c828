import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingsError } from '../config/settings.errors';
import type { ArtifactStore } from './artifact-store.port';
import { FileArtifactStore } from './file-artifact.store';
import { S3ArtifactStore } from './s3-artifact.store';
import { S3Bucket } from './s3-bucket';
import { parseS3Location } from './s3-location';

export interface ArtifactStoreOptions {
  /** `file:///folder` or `s3://bucket/prefix?endpoint=&region=&pathStyle=`; without it `artifacts` in the data folder. */
  readonly artifactUrl?: string | undefined;
  readonly dataDir: string;
}

/** Asks nobody yet: a bucket that is not there is found at the first use. */
export function createArtifactStore({ artifactUrl, dataDir }: ArtifactStoreOptions): ArtifactStore {
  if (!artifactUrl) return new FileArtifactStore(resolve(dataDir, 'artifacts'));
  if (artifactUrl.startsWith('file://')) return new FileArtifactStore(fileURLToPath(artifactUrl));
  if (artifactUrl.startsWith('s3://'))
    return new S3ArtifactStore(new S3Bucket(parseS3Location(artifactUrl)), join(resolve(dataDir), 'downloads'));
  const scheme = artifactUrl.slice(0, Math.max(0, artifactUrl.indexOf('://')));
  const detail = `ARTIFACT_URL: the scheme "${scheme}" is not supported. Remedy: give file:///absolute/folder or s3://bucket/prefix`;
  throw new SettingsError(`Settings do not fit:\n  ${detail}.`, [{ pointer: '/ARTIFACT_URL', detail }]);
}
