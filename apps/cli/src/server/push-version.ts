import type { VersionManifest, VersionView } from '@plumbline/contracts';
import type { ApiClient } from './api-client';
import type { MoveAnswer } from './approvals';

export interface VersionUpload {
  readonly model: string;
  /** A file's blob is streamed from the disk. */
  readonly artifact: Uint8Array | Blob;
  /** External data under the names that the graph uses. */
  readonly files?: readonly { readonly name: string; readonly content: Blob }[];
  readonly manifest: Partial<Omit<VersionManifest, 'signature'>> & { readonly signature?: unknown };
  /** CSV of the rows it was trained on. */
  readonly reference?: string | Blob;
}

const TIMEOUT_MS = 300_000;
/** Slower than this is given up. */
const LEAST_BYTES_PER_MS = 1_000;

const blobOf = (content: Uint8Array | Blob | string): Blob =>
  content instanceof Blob ? content : new Blob([content as Uint8Array<ArrayBuffer> | string]);

export function pushVersion(registry: ApiClient, upload: VersionUpload): Promise<VersionView> {
  const { model, artifact, files = [], manifest, reference } = upload;
  const parts: [string, Blob, string][] = [
    ['artifact', blobOf(artifact), 'model.onnx'],
    ...files.map(({ name, content }): [string, Blob, string] => ['file', content, name]),
    ...(reference === undefined ? [] : [['reference', blobOf(reference), 'reference.csv'] as [string, Blob, string]]),
  ];
  const form = new FormData();
  form.append('manifest', JSON.stringify(manifest));
  for (const [part, content, name] of parts) form.append(part, content, name);
  const bytes = parts.reduce((sum, [, { size }]) => sum + size, 0);
  const path = `/api/v1/models/${encodeURIComponent(model)}/versions`;
  return registry.json<VersionView>(path, { form, timeoutMs: TIMEOUT_MS + Math.ceil(bytes / LEAST_BYTES_PER_MS) });
}

export const promoteVersion = (
  registry: ApiClient,
  model: string,
  version: number,
  reason: string,
): Promise<MoveAnswer> =>
  registry.json<MoveAnswer>(`/api/v1/models/${encodeURIComponent(model)}/promote`, { json: { version, reason } });
