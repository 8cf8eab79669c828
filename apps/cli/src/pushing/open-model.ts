import { closeSync, fstatSync, openAsBlob, openSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  externalNameProblem,
  inspectModel,
  OnnxFormatError,
  readSkeleton,
  type ByteSource,
} from '@plumbline/onnx-graph';
import { CliError, UsageError } from '../cli.errors';

export interface OpenedModel {
  readonly artifact: Blob;
  /** External data under the names that the graph uses. */
  readonly files: readonly { readonly name: string; readonly content: Blob }[];
}

/** Pieces of a file where they are wanted: weights never come into memory. */
function withSource<T>(path: string, use: (source: ByteSource) => T): T {
  const file = openSync(path, 'r');
  const read = (offset: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const count = readSync(file, bytes, done, length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  };
  try {
    return use({ length: fstatSync(file).size, read });
  } finally {
    closeSync(file);
  }
}

function checkFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`${path}: there is no such file`);
  if (found.isDirectory()) throw new UsageError(`${path} is a folder: give a file`);
  if (found.size === 0) throw new UsageError(`${path} is empty: export the model to ONNX again`);
}

function externalNames(path: string): string[] {
  try {
    return withSource(path, (source) => [...new Set(inspectModel(readSkeleton(source)).externalData)]);
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
    throw new CliError(`${path}: ${error.message}`, 1, { cause: error });
  }
}

/** The model and the files that its graph names, found beside it; nothing is read whole. @throws UsageError, CliError */
export async function openModel(path: string): Promise<OpenedModel> {
  checkFile(path);
  const names = externalNames(path);
  for (const name of names) {
    const problem = externalNameProblem(name);
    if (problem !== null) throw new CliError(`${path}: ${problem}`);
    if (!statSync(join(dirname(path), name), { throwIfNoEntry: false })?.isFile())
      throw new UsageError(`${path} keeps weights in ${name}, which is not beside it: copy it there`);
  }
  return {
    artifact: await openAsBlob(path),
    files: await Promise.all(
      names.map(async (name) => ({ name, content: await openAsBlob(join(dirname(path), name)) })),
    ),
  };
}
