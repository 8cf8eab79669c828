import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { externalNameProblem } from '@plumbline/onnx-graph';
import { PlumblineError } from '@plumbline/problem';
import { invalidVersion } from '@plumbline/registry-core';
import type { FastifyRequest } from 'fastify';
import { ByteBudget, receiveFile, type ReceivedFile } from './receive-file';
import { UploadTooLargeError } from './upload.errors';

const MIB = 2 ** 20;
const MANIFEST_BYTES = MIB;
const REFERENCE_BYTES = 200 * MIB;
const MAX_FILES = 64;
const NAMES = ['artifact', 'manifest', 'reference'] as const;
type PartName = (typeof NAMES)[number];
const isPartName = (name: string): name is PartName => (NAMES as readonly string[]).includes(name);

/** Names may have folders in them; which are harmless is checked here, and no path is made from them. */
const PARSER = {
  preservePath: true,
  throwFileSizeLimit: false,
  limits: { fileSize: Infinity, fieldSize: MANIFEST_BYTES, files: MAX_FILES + 4, fields: 8, parts: MAX_FILES + 8 },
};

export interface ReceivedParts {
  readonly artifact: ReceivedFile;
  readonly manifest: ReceivedFile | null;
  readonly reference: ReceivedFile | null;
  /** External data by the name that the graph uses. */
  readonly files: ReadonlyMap<string, ReceivedFile>;
}

type Part = MultipartFile | MultipartValue;

function sourceOf(part: Part, name: string): Readable {
  if (part.type === 'file') return part.file;
  if ((part as { valueTruncated?: boolean }).valueTruncated)
    throw new UploadTooLargeError(`The part \`${name}\` is`, MANIFEST_BYTES, 'send it as a file, with a file name');
  if (name === 'artifact' || name === 'file')
    throw invalidVersion('part_not_a_file', `/${name}`, `send the part \`${name}\` as a file, with a file name`);
  return Readable.from([Buffer.from(typeof part.value === 'string' ? part.value : JSON.stringify(part.value))]);
}

/** What the parser throws, in our words. */
function parserError(error: unknown): unknown {
  if (error instanceof PlumblineError) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'FST_INVALID_JSON_FIELD_ERROR')
    return invalidVersion('manifest_not_json', '/manifest', 'it is no JSON', error);
  if (code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT')
    return invalidVersion('parts_too_many', '/file', `at most ${MAX_FILES} parts \`file\` are taken`, error);
  if (/multipart|terminated early|malformed/i.test(message ?? ''))
    return new PlumblineError('invalid', 'multipart_broken', 'The multipart body breaks off or is malformed.', {
      cause: error,
    });
  return error;
}

class PartReader {
  private readonly named = new Map<PartName, ReceivedFile>();
  private readonly files = new Map<string, ReceivedFile>();
  private readonly budgets: Readonly<Record<PartName | 'file', ByteBudget>>;
  private count = 0;

  constructor(
    private readonly folder: string,
    maximumBytes: number,
  ) {
    const model = new ByteBudget(
      'The model with its external data is',
      maximumBytes,
      'make it smaller, or raise UPLOAD_MAX_BYTES of the registry',
    );
    this.budgets = {
      artifact: model,
      file: model,
      manifest: new ByteBudget('The manifest is', MANIFEST_BYTES, 'send less'),
      reference: new ByteBudget('The reference is', REFERENCE_BYTES, 'send a sample of its rows'),
    };
  }

  async read(part: Part): Promise<void> {
    const { fieldname } = part;
    if (fieldname === 'file') return this.readExternal(part);
    if (!isPartName(fieldname))
      throw invalidVersion('part_unknown', `/${fieldname}`, `unknown part; known are ${NAMES.join(', ')}, file`);
    if (this.named.has(fieldname)) throw invalidVersion('part_repeated', `/${fieldname}`, 'the part is there twice');
    this.named.set(fieldname, await this.receive(part, fieldname));
  }

  whole(): ReceivedParts {
    const artifact = this.named.get('artifact');
    if (artifact === undefined)
      throw invalidVersion('artifact_part_missing', '/artifact', 'the part `artifact` with the ONNX file is missing');
    if (artifact.bytes === 0)
      throw invalidVersion('artifact_empty', '/artifact', 'the file is empty: export the model to ONNX again');
    const { named, files } = this;
    return { artifact, manifest: named.get('manifest') ?? null, reference: named.get('reference') ?? null, files };
  }

  private async readExternal(part: Part): Promise<void> {
    const name = part.type === 'file' ? (part.filename ?? '') : '';
    const problem = externalNameProblem(name);
    if (problem !== null) throw invalidVersion('external_name_invalid', '/file', problem);
    if (this.files.has(name)) throw invalidVersion('part_repeated', '/file', `the file ${name} is there twice`);
    if (this.files.size === MAX_FILES)
      throw invalidVersion('parts_too_many', '/file', `at most ${MAX_FILES} parts \`file\` are taken`);
    this.files.set(name, await this.receive(part, 'file'));
  }

  /** Files are numbered: what a client calls them is never a path here. */
  private receive(part: Part, name: PartName | 'file'): Promise<ReceivedFile> {
    this.count += 1;
    return receiveFile(sourceOf(part, name), join(this.folder, `part-${this.count}`), this.budgets[name]);
  }
}

/**
 * Streams every part into `folder`, in whatever order they come.
 * @throws VersionInvalidError naming the part; UploadTooLargeError
 */
export async function receiveParts(
  request: FastifyRequest,
  folder: string,
  maximumBytes: number,
): Promise<ReceivedParts> {
  if (!request.isMultipart()) {
    const detail = 'send multipart/form-data with the parts `artifact` (ONNX), `manifest` (JSON) and `reference` (CSV)';
    throw new PlumblineError('invalid', 'not_multipart', detail);
  }
  const reader = new PartReader(folder, maximumBytes);
  try {
    for await (const part of request.parts(PARSER)) await reader.read(part);
  } catch (error) {
    // A client that is still sending must be able to finish, or it never reads the answer.
    request.raw.unpipe();
    request.raw.resume();
    throw parserError(error);
  }
  return reader.whole();
}
