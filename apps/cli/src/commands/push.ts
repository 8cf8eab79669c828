import type { Command } from 'commander';
import { UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { readBytes } from '../data/read-table';
import { pushVersion } from '../server/push-version';
import { parseNames } from '../training/protected-option';

interface PushOptions {
  readonly name: string;
  readonly reference?: string;
  readonly label?: string;
  readonly signature?: string;
  readonly positive?: string;
  readonly drop?: string;
  readonly protected?: string;
  readonly subject?: string;
  readonly owner?: string;
  readonly description?: string;
  readonly simulated?: boolean;
  readonly reason?: string;
}

async function readJson(file: string): Promise<never> {
  try {
    return JSON.parse((await readBytes(file)).toString('utf8')) as never;
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} is not JSON: ${error.message}`);
    throw error;
  }
}

async function push(context: CliContext, file: string, options: PushOptions, command: Command): Promise<void> {
  if (options.reference === undefined && options.signature === undefined)
    throw new UsageError('give --reference with --label (the training data), or --signature with a signature file');
  const artifact = await readBytes(file);
  if (artifact.length === 0) throw new UsageError(`${file} is empty: export the model to ONNX again`);
  const reference = options.reference === undefined ? undefined : (await readBytes(options.reference)).toString('utf8');
  const session = openSession(context, command);
  // A subject column names whom a row is about; it is never a feature.
  const drop = [...parseNames(options.drop), ...(options.subject === undefined ? [] : [options.subject])];
  const pushed = await pushVersion(session.connection.registry, {
    model: options.name,
    artifact,
    manifest: {
      ...(options.signature !== undefined && { signature: await readJson(options.signature) }),
      ...(options.label !== undefined && { label: options.label }),
      ...(options.positive !== undefined && { positiveClass: options.positive }),
      drop,
      protected: parseNames(options.protected),
      owner: options.owner ?? '',
      description: options.description ?? '',
      simulated: options.simulated ?? false,
      bornBecause: options.reason ?? 'pushed by hand',
    },
    ...(reference !== undefined && { reference }),
  });
  session.show(pushed, () => `${options.name} version ${pushed.version} (${pushed.artifactDigest})`);
}

export function registerPush(program: Command, context: CliContext): void {
  program
    .command('push <model.onnx>')
    .description('register an ONNX file as a new version')
    .requiredOption('--name <model>', 'model name')
    .option('--reference <file>', 'CSV of the rows it was trained on')
    .option('--label <column>', 'the outcome in the reference')
    .option('--signature <file>', 'a signature as JSON, instead of one read from the reference')
    .option('--positive <value>', 'the positive class')
    .option('--drop <columns>', 'columns of the reference that the model does not see, with commas')
    .option('--protected <columns>', 'protected attributes, with commas')
    .option('--subject <column>', 'column that names whom a row is about')
    .option('--owner <who>', 'who answers for the model')
    .option('--description <text>', 'what the model is for')
    .option('--simulated', 'the data is simulated: shown wherever the model is')
    .option('--reason <text>', 'why this version, for the history')
    .action((file: string, options: PushOptions, command: Command) => push(context, file, options, command));
}
