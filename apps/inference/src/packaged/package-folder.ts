import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { signatureSchema } from '@plumbline/contracts';
import { PlumblineError } from '@plumbline/problem';
import { z } from 'zod';

/** `package.plumbline.json`: what `plumbline package` wrote about the one version in the folder. */
const packageSchema = z.object({
  schemaVersion: z.literal(1),
  model: z.string().min(1),
  version: z.number().int().positive(),
  signature: signatureSchema,
  /** Relative to the folder `model`; the ONNX file first, external data after it. */
  files: z.array(z.object({ name: z.string().min(1), digest: z.string(), bytes: z.number() })).min(1),
});

export type PackagedModel = z.infer<typeof packageSchema> & {
  /** Path of the ONNX file. */
  readonly modelPath: string;
};

const damaged = (detail: string, cause?: unknown): PlumblineError =>
  new PlumblineError('internal', 'package_damaged', `The package is damaged: ${detail}. Make it again.`, { cause });

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** @throws PlumblineError `package_damaged` when a file is missing or does not hash to what was packaged */
export async function readPackage(folder: string): Promise<PackagedModel> {
  const path = join(folder, 'package.plumbline.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw damaged(`${path} can not be read`, error);
  });
  const parsed = packageSchema.parse(JSON.parse(text));
  for (const { name, digest } of parsed.files) {
    const found = await digestOf(join(folder, 'model', name)).catch((error: unknown) => {
      throw damaged(`model/${name} can not be read`, error);
    });
    if (found !== digest) throw damaged(`model/${name} hashes to ${found}, not ${digest}`);
  }
  return { ...parsed, modelPath: join(folder, 'model', parsed.files[0]?.name ?? '') };
}
