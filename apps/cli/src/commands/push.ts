import { openAsBlob } from 'node:fs';
import { cwd } from 'node:process';
import type { Command } from 'commander';
import { UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { codeCommit } from '../pushing/code-commit';
import { detectionTable } from '../pushing/detection-table';
import { addManifestOptions, manifestOf, type ManifestOptions } from '../pushing/manifest-options';
import { openModel } from '../pushing/open-model';
import { pushVersion } from '../server/push-version';

interface PushOptions extends ManifestOptions {
  readonly name: string;
  readonly reference?: string;
}

async function referenceBlob(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch (error) {
    throw new UsageError(`${file} can not be read (${String((error as { code?: unknown }).code)})`);
  }
}

async function push(context: CliContext, file: string, options: PushOptions, command: Command): Promise<void> {
  const tell = (text: string): void => text.split('\n').forEach((line) => context.stderr(`push | ${line}`));
  const { artifact, files } = await openModel(file);
  const reference = options.reference === undefined ? undefined : await referenceBlob(options.reference);
  const manifest = await manifestOf(options, () => codeCommit(cwd(), tell));
  const session = openSession(context, command);
  if (files.length > 0) tell(`with ${files.map(({ name }) => name).join(', ')}`);
  const pushed = await pushVersion(session.connection.registry, {
    model: options.name,
    artifact,
    files,
    manifest,
    ...(reference !== undefined && { reference }),
  });
  tell(detectionTable(pushed));
  session.show(pushed, () => `${options.name} version ${pushed.version} (${pushed.artifactDigest})`);
}

export function registerPush(program: Command, context: CliContext): void {
  const command = program
    .command('push <model.onnx>')
    .description('register an ONNX file, with the files beside it that it names, as a new version')
    .requiredOption('--name <model>', 'model name')
    .option('--reference <file>', 'CSV of the rows it was trained on');
  addManifestOptions(command).action((file: string, options: PushOptions, self: Command) =>
    push(context, file, options, self),
  );
}
