import type {} from '@fastify/multipart';
import { versionManifestSchema, type VersionManifest } from '@plumbline/contracts';
import { PlumblineError } from '@plumbline/problem';
import { zodFields } from '@plumbline/platform';
import { invalidVersion, VersionInvalidError } from '@plumbline/registry-core';
import type { FastifyRequest } from 'fastify';
import { refuseUnstorableText } from '../http/storable-text';

export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;

export interface VersionParts {
  readonly artifact: Uint8Array;
  readonly manifest: VersionManifest;
  /** Text of the reference CSV. */
  readonly reference: string | null;
}

const NAMES = ['artifact', 'manifest', 'reference'] as const;
type PartName = (typeof NAMES)[number];
const isPartName = (name: string): name is PartName => (NAMES as readonly string[]).includes(name);

async function collect(request: FastifyRequest): Promise<Map<PartName, Buffer>> {
  if (!request.isMultipart()) {
    const detail = 'send multipart/form-data with the parts `artifact` (ONNX), `manifest` (JSON) and `reference` (CSV)';
    throw new PlumblineError('invalid', 'not_multipart', detail);
  }
  const parts = new Map<PartName, Buffer>();
  for await (const part of request.parts({ limits: { fileSize: MAX_UPLOAD_BYTES, fieldSize: MAX_UPLOAD_BYTES } })) {
    const { fieldname } = part;
    if (!isPartName(fieldname))
      throw invalidVersion('part_unknown', `/${fieldname}`, `unknown part; known are ${NAMES.join(', ')}`);
    if (parts.has(fieldname)) throw invalidVersion('part_repeated', `/${fieldname}`, 'the part is there twice');
    parts.set(fieldname, part.type === 'file' ? await part.toBuffer() : Buffer.from(String(part.value)));
  }
  return parts;
}

function readManifest(part: Buffer | undefined): VersionManifest {
  let value: unknown = {};
  try {
    value = part === undefined ? {} : JSON.parse(utf8(part, '/manifest'));
  } catch (error) {
    if (error instanceof PlumblineError) throw error;
    throw invalidVersion('manifest_not_json', '/manifest', `it is no JSON: ${(error as Error).message}`, error);
  }
  const parsed = versionManifestSchema.safeParse(value);
  if (!parsed.success) {
    const fields = zodFields(parsed.error).map(({ pointer, detail }) => ({ pointer: `/manifest${pointer}`, detail }));
    throw new VersionInvalidError('manifest_invalid', fields, parsed.error);
  }
  refuseUnstorableText(parsed.data, '/manifest');
  return parsed.data;
}

function utf8(bytes: Buffer, pointer: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw invalidVersion('text_not_utf8', pointer, 'the text is not UTF-8: save it as UTF-8', error);
  }
}

/** @throws VersionInvalidError naming the part; 413 when one is larger than 200 MB */
export async function readParts(request: FastifyRequest): Promise<VersionParts> {
  const parts = await collect(request);
  const artifact = parts.get('artifact');
  if (artifact === undefined)
    throw invalidVersion('artifact_part_missing', '/artifact', 'the part `artifact` with the ONNX file is missing');
  const reference = parts.get('reference');
  return {
    artifact: new Uint8Array(artifact),
    manifest: readManifest(parts.get('manifest')),
    reference: reference === undefined ? null : utf8(reference, '/reference'),
  };
}
