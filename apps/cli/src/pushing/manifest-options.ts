import { Option, type Command } from 'commander';
import { lineageSchema, type Lineage, type VersionManifest } from '@plumbline/contracts';
import { UsageError } from '../cli.errors';
import { readBytes } from '../data/read-table';
import { mergeFacts, readPreprocessing } from './preprocess-file';
import { parseNames } from '../training/protected-option';

export interface ManifestOptions {
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
  readonly task?: VersionManifest['task'];
  readonly scoreOutput?: string;
  readonly scoreColumn?: string;
  readonly scoreTransform?: VersionManifest['scoreTransform'];
  readonly complement?: boolean;
  readonly threshold?: string;
  readonly classes?: string;
  readonly features?: string;
  readonly preprocess?: string;
  readonly categoryOrder?: VersionManifest['categoryOrder'];
  readonly lineage?: string;
  readonly commit?: string;
  readonly parent?: string;
}

async function readJson(file: string): Promise<never> {
  try {
    return JSON.parse((await readBytes(file)).toString('utf8')) as never;
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} is not JSON: ${error.message}`);
    throw error;
  }
}

function numberOf(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${option} ${text}: a number is wanted`);
  return value;
}

/** What stands in no file counts; `--commit` and `--parent` go before `--lineage`. */
async function readLineage(
  { lineage, commit, parent }: ManifestOptions,
  defaultCommit: () => Promise<string | undefined>,
): Promise<Lineage> {
  const parsed = lineageSchema.safeParse(lineage === undefined ? {} : await readJson(lineage));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`--lineage ${lineage}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const codeCommit = commit ?? parsed.data.codeCommit ?? (await defaultCommit());
  return {
    ...parsed.data,
    ...(codeCommit !== undefined && { codeCommit }),
    ...(parent !== undefined && { parentVersion: numberOf(parent, '--parent') }),
  };
}

async function featureFacts({ features, preprocess }: ManifestOptions) {
  if (features === undefined && preprocess === undefined) return {};
  const facts = features === undefined ? {} : await readJson(features);
  return { features: preprocess === undefined ? facts : mergeFacts(facts, await readPreprocessing(preprocess)) };
}

/** The manifest of a push: what is left out is read from the graph and the reference by the server. */
export async function manifestOf(options: ManifestOptions, defaultCommit: () => Promise<string | undefined>) {
  const { label, positive, task, scoreOutput, scoreColumn, scoreTransform, threshold, categoryOrder } = options;
  return {
    ...(options.signature !== undefined && { signature: await readJson(options.signature) }),
    ...(label !== undefined && { label }),
    ...(positive !== undefined && { positiveClass: positive }),
    ...(task !== undefined && { task }),
    ...(scoreOutput !== undefined && { scoreOutput }),
    ...(scoreColumn !== undefined && { scoreColumn: numberOf(scoreColumn, '--score-column') }),
    ...(scoreTransform !== undefined && { scoreTransform }),
    ...(options.complement === true && { complement: true }),
    ...(threshold !== undefined && { threshold: numberOf(threshold, '--threshold') }),
    ...(options.classes !== undefined && { classes: parseNames(options.classes) }),
    ...(await featureFacts(options)),
    ...(categoryOrder !== undefined && { categoryOrder }),
    // A subject column names whom a row is about; it is never a feature.
    drop: [...parseNames(options.drop), ...(options.subject === undefined ? [] : [options.subject])],
    protected: parseNames(options.protected),
    lineage: await readLineage(options, defaultCommit),
    owner: options.owner ?? '',
    description: options.description ?? '',
    simulated: options.simulated ?? false,
    bornBecause: options.reason ?? 'pushed by hand',
  };
}

export function addManifestOptions(command: Command): Command {
  return command
    .option('--label <column>', 'the outcome in the reference')
    .option('--signature <file>', 'a signature as JSON, instead of one read from the graph and the reference')
    .option('--positive <value>', 'the positive class')
    .option('--drop <columns>', 'columns of the reference that the model does not see, with commas')
    .option('--protected <columns>', 'protected attributes, with commas')
    .option('--subject <column>', 'column that names whom a row is about')
    .addOption(new Option('--task <task>', 'what it answers').choices(['binary', 'multiclass', 'regression']))
    .option('--score-output <name>', 'output of the graph that holds the score')
    .option('--score-column <n>', 'column of the positive class in it, from 0')
    .addOption(new Option('--score-transform <f>', 'what log-odds need').choices(['none', 'sigmoid', 'softmax']))
    .option('--complement', 'the one column is the probability of the other class')
    .option('--threshold <t>', 'a score at or above it is labelled positive')
    .option('--classes <names>', 'class names in the order of the score columns, with commas')
    .option('--features <file>', 'facts of features as JSON: {"age": {"unit": "years", "protected": true}}')
    .option('--preprocess <file>', 'what becomes of values before the model, as YAML: "age: {kind: standardize}"')
    .addOption(
      new Option('--category-order <order>', 'how training numbered the categories of text columns').choices([
        'sorted',
      ]),
    )
    .option('--lineage <file>', 'what it was made from as JSON: data, trainer, parameters ...')
    .option('--commit <sha>', 'commit of the training code; without it HEAD, where the repository is clean')
    .option('--parent <version>', 'version that it replaces or was trained on from')
    .option('--owner <who>', 'who answers for the model')
    .option('--description <text>', 'what the model is for')
    .option('--simulated', 'the data is simulated: shown wherever the model is')
    .option('--reason <text>', 'why this version, for the history');
}
