import type { ArtifactFiles, Inspection } from '../artifact/admission.port';
import type { ArtifactBlobs } from '../artifact/artifact-blobs.port';
import type { ExternalFile, ModelVersion } from './model-version';

export interface StoredFiles extends Pick<
  ModelVersion,
  'artifactDigest' | 'artifactBytes' | 'originalDigest' | 'files'
> {
  readonly referenceDigest: string | null;
}

/** Puts everything that the version will name into the store. A blob that no version comes to name harms nothing. */
export async function storeFiles(
  artifacts: ArtifactBlobs,
  { artifact, referencePath }: { readonly artifact: ArtifactFiles; readonly referencePath?: string },
  { rewritten }: Inspection,
): Promise<StoredFiles> {
  const serving = await artifacts.putFile(rewritten ?? artifact.model);
  const original = rewritten === null ? null : await artifacts.putFile(artifact.model);
  const files: ExternalFile[] = [];
  for (const [name, path] of [...artifact.external].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { digest, bytes } = await artifacts.putFile(path);
    files.push({ name, digest, bytes });
  }
  const reference = referencePath === undefined ? null : await artifacts.putFile(referencePath);
  return {
    artifactDigest: serving.digest,
    artifactBytes: serving.bytes,
    originalDigest: original?.digest ?? null,
    files,
    referenceDigest: reference?.digest ?? null,
  };
}
