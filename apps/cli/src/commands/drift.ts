import type { DriftView } from '@plumbline/contracts';
import type { Command } from 'commander';
import { CliError, EXIT, UsageError } from '../cli.errors';
import { openSession, show, type CliContext } from '../context';
import { compareFiles, type CompareOptions } from '../drift/compare-files';
import { fileProgress, stopOnInterrupt } from '../drift/file-progress';
import { formatTable } from '../output/print-table';
import { modelPath } from '../server/paths';
import { parseNames } from '../training/protected-option';

interface DriftOptions {
  readonly reference?: string;
  readonly current?: string;
  readonly columns?: string;
  readonly drop?: string;
  readonly alpha?: string;
  readonly minimumEffect?: string;
  readonly bins?: string;
  readonly seed?: string;
  readonly from?: string;
  readonly to?: string;
}

interface DriftLike {
  readonly verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  readonly rows: { readonly reference: number; readonly current: number };
  readonly features: readonly {
    readonly feature: string;
    readonly kind: string;
    readonly verdict: string;
    readonly adjustedPValue: number | null;
    readonly effect: number | null;
    readonly unseen: readonly string[];
  }[];
  readonly share: { readonly drifted: number; readonly tested: number };
}

const EXIT_OF = { no_drift: EXIT.done, drift: EXIT.failed, not_enough_evidence: EXIT.timeout } as const;

function driftText({ verdict, rows, features, share }: DriftLike): string {
  const table = formatTable(
    ['feature', 'kind', 'verdict', 'adjusted p', 'effect', 'unseen'],
    features.map((f) => [
      f.feature,
      f.kind,
      f.verdict,
      f.adjustedPValue,
      f.effect,
      f.unseen.slice(0, 3).join(' ') || '-',
    ]),
  );
  return `${table}\n${verdict}: ${share.drifted} of ${share.tested} tested features drift (${rows.current} rows against ${rows.reference})`;
}

function unitNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value >= 0)) throw new UsageError(`${option} ${text}: give a number of at least 0`);
  return value;
}

function wholeNumber(text: string | undefined, option: string, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`${option} ${text}: give a whole number of at least ${least}`);
  return value;
}

function compareOptions(options: DriftOptions): CompareOptions {
  const alpha = unitNumber(options.alpha, '--alpha');
  const minimumEffect = unitNumber(options.minimumEffect, '--minimum-effect');
  const bins = wholeNumber(options.bins, '--bins', 2);
  const seed = wholeNumber(options.seed, '--seed', 0);
  return {
    drop: parseNames(options.drop),
    ...(options.columns !== undefined && { columns: parseNames(options.columns) }),
    ...(alpha !== undefined && { alpha }),
    ...(minimumEffect !== undefined && { minimumEffect }),
    ...(bins !== undefined && { bins }),
    ...(seed !== undefined && { seed }),
  };
}

async function compareLocally(context: CliContext, options: DriftOptions, command: Command): Promise<void> {
  const { reference, current } = options;
  if (reference === undefined || current === undefined)
    throw new UsageError('give a model, or --reference and --current to compare two files');
  const tell = (line: string): void => context.stderr(`drift | ${line}`);
  const release = stopOnInterrupt(tell);
  try {
    const report = await compareFiles({ reference, current }, compareOptions(options), fileProgress(tell));
    for (const [side, names] of Object.entries(report.onlyIn))
      if (names.length > 0) tell(`only in the ${side} file, not compared: ${names.join(', ')}`);
    show(context, command, report, () => driftText(report));
    context.setExitCode(EXIT_OF[report.verdict]);
  } finally {
    release();
  }
}

async function ofModel(context: CliContext, model: string, options: DriftOptions, command: Command): Promise<void> {
  const session = openSession(context, command);
  const query = new URLSearchParams(
    Object.entries({ from: options.from, to: options.to }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
  const { latest } = await session.connection.registry.json<DriftView>(`${modelPath(model)}/drift?${query.toString()}`);
  if (!latest)
    throw new CliError(`${model} has not been checked for drift yet: no window of its traffic is closed`, EXIT.timeout);
  session.show(latest, () => driftText(latest));
  context.setExitCode(EXIT_OF[latest.verdict]);
}

export function registerDrift(program: Command, context: CliContext): void {
  program
    .command('drift [model]')
    .description('drift of a served model, or between two files; exit 0 none, 3 drift, 4 not enough evidence')
    .option('--reference <file>', 'CSV or Parquet file to compare with (no server is asked)')
    .option('--current <file>', 'CSV or Parquet file to judge')
    .option('--columns <columns>', 'columns that are compared, with commas (default all that both files have)')
    .option('--drop <columns>', 'columns that are not compared, with commas')
    .option('--alpha <level>', 'chance of an alarm with no drift (default 0.01)')
    .option('--minimum-effect <psi>', 'least effect that counts as drift (default 0.04)')
    .option('--bins <count>', 'of files: ranges that numbers are cut into (default 10)')
    .option('--seed <number>', 'of files: for laws that are simulated (default 1)')
    .option('--from <time>', 'of a model: from this time')
    .option('--to <time>', 'of a model: to this time')
    .action((model: string | undefined, options: DriftOptions, command: Command) =>
      model === undefined ? compareLocally(context, options, command) : ofModel(context, model, options, command),
    );
}
