import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingsError } from '../config/settings.errors';
import type { ArtifactStore } from './artifact-store.port';
import { FileArtifactStore } from './file-artifact.store';

export interface ArtifactStoreOptions {
  /** `file:///folder`; without it the folder `artifacts` in the data folder. */
  readonly artifactUrl?: string;
  readonly dataDir: string;
}

export function createArtifactStore({ artifactUrl, dataDir }: ArtifactStoreOptions): ArtifactStore {
  if (!artifactUrl) return new FileArtifactStore(resolve(dataDir, 'artifacts'));
  if (artifactUrl.startsWith('file://')) return new FileArtifactStore(fileURLToPath(artifactUrl));
  const scheme = artifactUrl.slice(0, Math.max(0, artifactUrl.indexOf('://')));
  const detail = `ARTIFACT_URL: the scheme "${scheme}" is not supported yet. Remedy: give file:///absolute/folder, or leave it out`;
  throw new SettingsError(`Settings do not fit:\n  ${detail}.`, [{ pointer: '/ARTIFACT_URL', detail }]);
}
