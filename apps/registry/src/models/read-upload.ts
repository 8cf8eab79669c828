import { open, readFile } from 'node:fs/promises';
import { versionManifestSchema, type VersionManifest } from '@plumbline/contracts';
import { zodFields } from '@plumbline/platform';
import { invalidVersion, parseTable, VersionInvalidError, type Table } from '@plumbline/registry-core';
import { refuseUnstorableText } from '../http/storable-text';
import type { ReceivedFile } from './receive-file';
import type { ReceivedParts } from './receive-parts';

function utf8(bytes: Buffer, pointer: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw invalidVersion('text_not_utf8', pointer, 'the text is not UTF-8: save it as UTF-8', error);
  }
}

/** @throws VersionInvalidError with pointers below /manifest */
export async function readManifest(part: ReceivedFile | null): Promise<VersionManifest> {
  let value: unknown = {};
  try {
    value = part === null ? {} : JSON.parse(utf8(await readFile(part.path), '/manifest'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalidVersion('manifest_not_json', '/manifest', `it is no JSON: ${error.message}`, error);
  }
  const parsed = versionManifestSchema.safeParse(value);
  if (!parsed.success) {
    const fields = zodFields(parsed.error).map(({ pointer, detail }) => ({ pointer: `/manifest${pointer}`, detail }));
    throw new VersionInvalidError('manifest_invalid', fields, parsed.error);
  }
  refuseUnstorableText(parsed.data, '/manifest');
  return parsed.data;
}

async function startsWith(path: string, text: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(text.length), 0, text.length, 0);
    return buffer.subarray(0, bytesRead).toString('latin1') === text;
  } finally {
    await file.close();
  }
}

/** @throws VersionInvalidError at /reference */
export async function readReference({ path }: ReceivedFile): Promise<Table> {
  if (await startsWith(path, 'PAR1')) {
    const detail = 'it is a Parquet file, which is not read here: write the rows as CSV with a header line';
    throw invalidVersion('reference_parquet', '/reference', detail);
  }
  return parseTable(utf8(await readFile(path), '/reference'));
}

/** What arrived is what was meant to be sent. @throws VersionInvalidError `digest_mismatch` */
export function checkDigests(
  { artifact, files }: ReceivedParts,
  { artifactDigest, fileDigests }: Pick<VersionManifest, 'artifactDigest' | 'fileDigests'>,
): void {
  const refuse = (pointer: string, what: string, told: string, found: string | undefined): never => {
    const arrived = found === undefined ? 'was not sent' : `arrived with ${found}`;
    throw invalidVersion('digest_mismatch', pointer, `${what} should have SHA-256 ${told}, and ${arrived}`);
  };
  if (artifactDigest !== undefined && artifactDigest !== artifact.digest)
    refuse('/artifact', 'the artifact', artifactDigest, artifact.digest);
  for (const [name, told] of Object.entries(fileDigests)) {
    const found = files.get(name)?.digest;
    if (found !== told) refuse('/file', name, told, found);
  }
}
