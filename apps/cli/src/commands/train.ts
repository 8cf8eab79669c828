import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Signature } from '@plumbline/registry-core';
import { DEFAULT_BOOSTING_PARAMS, DEFAULT_LOGISTIC_PARAMS, DEFAULT_PRODUCER } from '@plumbline/trees';
import { Option, type Command } from 'commander';
import { openSession, type CliContext } from '../context';
import { readTable, type TableSlice } from '../data/read-table';
import { writeCsv } from '../data/write-csv';
import { isAwaiting } from '../server/approvals';
import { readPreprocessing } from '../pushing/preprocess-file';
import { promoteVersion, pushVersion } from '../server/push-version';
import { buildSignature } from '../training/build-signature';
import { parseNames, parseProtected } from '../training/protected-option';
import { FOLDS, trainModel, type TrainerName } from '../training/train-model';
import { parseParameters } from '../training/trainer-parameters';

interface TrainOptions {
  readonly name: string;
  readonly data: string;
  readonly label: string;
  readonly trainer: TrainerName;
  readonly param: string[];
  readonly rows?: string;
  readonly drop?: string;
  readonly protected?: string;
  readonly positive?: string;
  readonly preprocess?: string;
  readonly promote?: boolean;
  readonly simulated?: boolean;
  readonly owner?: string;
  readonly description?: string;
  readonly reason?: string;
}

const KNOWN: Readonly<Record<TrainerName, readonly string[]>> = {
  boosting: Object.keys(DEFAULT_BOOSTING_PARAMS),
  logistic: Object.keys(DEFAULT_LOGISTIC_PARAMS),
};

/** Only what the version needs to know: a dropped column does not leave this machine. */
function referenceCsv({ features, protectedAttributes, label }: Signature, table: TableSlice): string {
  const kept = new Set([...features, ...protectedAttributes].map(({ name }) => name)).add(label);
  const places = table.columns.map((name, at) => ({ name, at })).filter(({ name }) => kept.has(name));
  return writeCsv(
    places.map(({ name }) => name),
    table.rows.map((row) => places.map(({ at }) => row[at] ?? '')),
  );
}

async function train(context: CliContext, options: TrainOptions, command: Command): Promise<void> {
  const parameters = parseParameters(options.param, KNOWN[options.trainer]);
  const choices = {
    label: options.label,
    drop: parseNames(options.drop),
    protected: options.protected === undefined ? [] : parseProtected(options.protected),
    positive: options.positive,
    ...(options.preprocess !== undefined && { features: await readPreprocessing(options.preprocess) }),
  };
  const table = await readTable(options.data, options.rows);
  const signature = buildSignature(table, choices);
  const session = openSession(context, command);
  const { registry, status } = session.connection;
  // Before minutes of training: is there a server, and are we known to it?
  await status();
  const tell = (line: string): void => context.stderr(`train | ${line}`);
  const trained = trainModel(signature, table, { trainer: options.trainer, parameters }, tell);
  const reference = referenceCsv(signature, table);
  const { metrics } = trained;
  const source = {
    kind: 'cli-train',
    trainer: options.trainer,
    parameters,
    file: basename(options.data),
    rows: table.range,
    dataSha256: createHash('sha256').update(reference).digest('hex'),
    metricsFrom: `${FOLDS}-fold cross-validation`,
  };
  const { description = '', owner = '', simulated = false } = options;
  const bornBecause = options.reason ?? 'trained with plumbline train';
  const lineage = { trainer: { name: `plumbline ${options.trainer}`, version: DEFAULT_PRODUCER.version }, parameters };
  const manifest = {
    signature,
    lineage,
    label: options.label,
    metrics,
    source,
    bornBecause,
    description,
    owner,
    simulated,
  };
  const pushed = await pushVersion(registry, { model: options.name, artifact: trained.onnx, manifest, reference });
  const reason = options.reason ?? `trained on ${table.rows.length} rows of ${basename(options.data)}`;
  const move = options.promote ? await promoteVersion(registry, options.name, pushed.version, reason) : null;
  if (move && isAwaiting(move)) tell(move.detail);
  const promoted = move !== null && !isAwaiting(move);
  const answer = { model: options.name, version: pushed.version, promoted };
  session.show(
    {
      ...answer,
      rows: table.rows.length,
      features: signature.features.length,
      metrics,
      artifactDigest: pushed.artifactDigest,
    },
    () =>
      `${options.name} version ${pushed.version}${promoted ? ' is champion' : ''}: log loss ${metrics.logLoss.toFixed(4)}, AUC ${metrics.auc.toFixed(4)}, accuracy ${metrics.accuracy.toFixed(4)} (${FOLDS}-fold, ${table.rows.length} rows)`,
  );
}

const collect = (value: string, before: string[]): string[] => [...before, value];

export function registerTrain(program: Command, context: CliContext): void {
  program
    .command('train')
    .description('train a built-in model on a CSV file and push it as a new version')
    .requiredOption('--name <model>', 'model name')
    .requiredOption('--data <file>', 'CSV with a header; comma, semicolon or tab')
    .requiredOption('--label <column>', 'the outcome')
    .addOption(new Option('--trainer <name>', 'built-in trainer').choices(Object.keys(KNOWN)).default('boosting'))
    .option('--param <name=value>', 'trainer parameter, repeatable', collect, [])
    .option('--rows <A:B>', 'only rows A (from 0) to below B')
    .option('--drop <columns>', 'columns that are never a feature, with commas')
    .option('--protected <columns>', 'protected attributes, with commas; bands as age:30,45,60')
    .option('--positive <value>', 'the positive class')
    .option('--preprocess <file>', 'what becomes of values before the model, as YAML: "age: {kind: standardize}"')
    .option('--promote', 'make it champion at once')
    .option('--simulated', 'the data is simulated: shown wherever the model is')
    .option('--owner <who>', 'who answers for the model')
    .option('--description <text>', 'what the model is for')
    .option('--reason <text>', 'why this version, for the history')
    .action((options: TrainOptions, command: Command) => train(context, options, command));
}
