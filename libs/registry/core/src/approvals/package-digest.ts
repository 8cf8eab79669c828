import { createHash } from 'node:crypto';
import type { ModelVersion } from '../versions/model-version';

/**
 * One digest for all bytes that serve: the graph and its external data. A model in one file has the digest of that file; with
 * external data it is the SHA-256 of the lines `<digest> "<name>"\n`, the graph first under the name `model.onnx`, then the files
 * by name (names as JSON texts, so that no name can pass for two lines).
 * Example: artifactDigest `aa`, file `w.bin` of digest `bb`: SHA-256 of `aa "model.onnx"\nbb "w.bin"\n`.
 */
export function packageDigest({ artifactDigest, files }: Pick<ModelVersion, 'artifactDigest' | 'files'>): string {
  if (files.length === 0) return artifactDigest;
  const byName = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const lines = [{ name: 'model.onnx', digest: artifactDigest }, ...byName].map(
    ({ name, digest }) => `${digest} ${JSON.stringify(name)}\n`,
  );
  return createHash('sha256').update(lines.join('')).digest('hex');
}
