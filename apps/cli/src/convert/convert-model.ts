import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import { CliError, UsageError } from '../cli.errors';
import { checkVersions } from './check-versions';
import { confinements, describeIsolation, type Isolation } from './confinement';
import {
  convertAnswerSchema,
  probeSchema,
  scanSchema,
  type Conversion,
  type PickleScan,
  type Probe,
} from './conversion-result';
import { ConverterRoom, type RoomLimits, type RoomTools } from './converter-room';
import { familyOf, type Family, type ModelFormat } from './model-format';
import { findInterpreter, type Interpreter } from './python-interpreter';
import { installLayers, type Layers } from './python-layers';
import { printable } from './run-program';

export interface ConvertRequest {
  readonly file: string;
  readonly format: ModelFormat;
  readonly out: string;
  readonly from?: Family;
  readonly reference?: string;
  readonly label?: string;
  readonly drop: readonly string[];
  readonly tolerance: number;
  /** Write the file even if it answers otherwise. */
  readonly keep: boolean;
  /** Run a pickle although nothing keeps it from this user's files. */
  readonly trusted: boolean;
  readonly allowVersionMismatch: boolean;
  readonly python: string;
  readonly requirements?: string;
  readonly sklearnVersion?: string;
  readonly limits: RoomLimits;
}

export interface ConvertHost {
  /** `tools/converters` */
  readonly scripts: string;
  readonly cacheFolder: string;
  readonly tell: (line: string) => void;
}

export interface Converted {
  readonly conversion: Conversion;
  readonly isolation: Isolation;
  readonly source: { readonly file: string; readonly format: ModelFormat; readonly digest: string };
  /** Null: it was beyond the tolerance and is not kept. */
  readonly model: { readonly file: string; readonly digest: string; readonly bytes: number } | null;
  readonly warnings: readonly string[];
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}

function parsed<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new CliError(`the converter’s answer is not of the agreed form: ${result.error.issues[0]?.message ?? ''}`);
}

async function tryConfinement(tools: RoomTools): Promise<Probe> {
  const room = await ConverterRoom.open(tools);
  try {
    return parsed(probeSchema, await room.run('probe', { layers: [], fields: {} }));
  } finally {
    await room.close();
  }
}

/** The strictest that works here, found by trying. */
async function chooseTools(request: ConvertRequest, host: ConvertHost, python: Interpreter) {
  const faults: string[] = [];
  for (const confinement of confinements(process.getuid?.() === 0)) {
    const tools = { python, scripts: host.scripts, confinement, limits: request.limits };
    try {
      const probe = await tryConfinement(tools);
      return { tools, isolation: describeIsolation(probe, process.getuid?.() ?? -1) };
    } catch (error) {
      faults.push(`${confinement.name}: ${(error as Error).message.split('\n').slice(0, 2).join(' ')}`);
    }
  }
  const hint =
    'As root the converters run as nobody, who must be able to read Python: name one with --python, or run as an ordinary user';
  throw new CliError(`no way to run the converters apart from this user works here. ${hint}\n${faults.join('\n')}`);
}

async function scanPickle(room: ConverterRoom, model: string): Promise<PickleScan> {
  const scan = parsed(scanSchema, await room.run('scan', { layers: [], fields: { model } }));
  if (scan.fault !== undefined) throw new CliError(`the file can not be unpacked: ${printable(scan.fault)}`);
  const stranger = scan.strangers[0];
  if (scan.families.length === 0 && stranger !== undefined)
    throw new UsageError(`the pickle is of ${stranger}: export it with ${stranger}’s own ONNX exporter`);
  return scan;
}

async function convertInRoom(request: ConvertRequest, room: ConverterRoom, model: string, layers: Layers) {
  const { format, label, drop, tolerance } = request;
  const reference = request.reference === undefined ? null : await room.bring(request.reference, 'reference.csv');
  const fields = { model, format, reference, label: label ?? null, drop, tolerance };
  const answer = parsed(convertAnswerSchema, await room.run('convert', { layers: layers.folders, fields }));
  if ('refused' in answer) throw new CliError(`${printable(answer.refused.message)} (${answer.refused.code})`);
  return answer.done;
}

async function keepModel(room: ConverterRoom, out: string) {
  const bytes = await room.take('model.onnx');
  if (bytes === null) throw new CliError('the converter answered, but left no model of an allowed size');
  const partial = `${out}.partial-${process.pid}`;
  await writeFile(partial, bytes);
  await rename(partial, out);
  return { file: out, digest: sha256(bytes), bytes: bytes.length };
}

export async function convertModel(request: ConvertRequest, host: ConvertHost): Promise<Converted> {
  const { file, format } = request;
  const python = await findInterpreter(request.python);
  const { tools, isolation } = await chooseTools(request, host, python);
  const { user, files, network, processes } = isolation;
  host.tell(`converter runs as ${user}; files: ${files}; network: ${network}; processes: ${processes}`);
  if (format === 'pickle' && !isolation.safe && !request.trusted)
    throw new CliError(
      'a pickle is a program, and nothing here keeps it from your files: run as root (it then runs as nobody) or on Linux 5.13 or later, or say --trusted if you made it yourself',
    );
  const room = await ConverterRoom.open(tools);
  try {
    const model = await room.bring(file, 'model');
    const scan = format === 'pickle' ? await scanPickle(room, model) : null;
    const family = request.from ?? familyOf(format) ?? scan?.families[0] ?? 'sklearn';
    const warnings = [...(await checkVersions(request, scan, host.scripts))];
    const requirementsFolder = `${host.scripts}/requirements`;
    const layerHost = { python, requirementsFolder, cacheFolder: host.cacheFolder, tell: host.tell };
    const layers = await installLayers(layerHost, { family, ...request });
    if (!layers.hashed) warnings.push('the converters were installed without known digests');
    const conversion = await convertInRoom(request, room, model, layers);
    const { within } = conversion.comparison;
    return {
      conversion,
      isolation,
      source: { file, format, digest: await digestOf(file) },
      model: within || request.keep ? await keepModel(room, request.out) : null,
      warnings: [...warnings, ...conversion.warnings.map(printable)],
    };
  } finally {
    await room.close();
  }
}
