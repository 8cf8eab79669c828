import type { VersionManifest, VersionView } from '@plumbline/contracts';
import type { ApiClient } from './api-client';
import type { MoveAnswer } from './approvals';

export interface VersionUpload {
  readonly model: string;
  readonly artifact: Uint8Array;
  readonly manifest: Partial<Omit<VersionManifest, 'signature'>> & { readonly signature?: unknown };
  /** CSV of the rows it was trained on. */
  readonly reference?: string;
}

export function pushVersion(registry: ApiClient, upload: VersionUpload): Promise<VersionView> {
  const form = new FormData();
  form.append('manifest', JSON.stringify(upload.manifest));
  form.append('artifact', new Blob([upload.artifact as Uint8Array<ArrayBuffer>]), 'model.onnx');
  if (upload.reference !== undefined)
    form.append('reference', new Blob([upload.reference], { type: 'text/csv' }), 'reference.csv');
  const path = `/api/v1/models/${encodeURIComponent(upload.model)}/versions`;
  return registry.json<VersionView>(path, { form, timeoutMs: 180_000 });
}

export const promoteVersion = (
  registry: ApiClient,
  model: string,
  version: number,
  reason: string,
): Promise<MoveAnswer> =>
  registry.json<MoveAnswer>(`/api/v1/models/${encodeURIComponent(model)}/promote`, { json: { version, reason } });
