import type { PredictedRow } from '@plumbline/contracts';
import type { Command } from 'commander';
import { CliError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { toRequestRows } from '../data/instances';
import { readTable, requireColumn, type TableSlice } from '../data/read-table';
import { formatTable } from '../output/print-table';
import { predictRows, servedSignature } from '../server/predict-client';
import { RefusedError } from '../server/server.errors';
import { parseVersion } from './promote';

interface PredictOptions {
  readonly rows?: string;
  readonly subject?: string;
  readonly version?: string;
  readonly record: boolean;
}

const BATCH = 500;

/** `/instances/7/age` in words of the file: which of its rows, which column. */
export function inRowsOf(table: Pick<TableSlice, 'file' | 'range'>, from: number, error: unknown): unknown {
  if (!(error instanceof RefusedError)) return error;
  const lines = (error.problem.errors ?? []).flatMap(({ pointer, detail }) => {
    const match = /^\/instances\/(\d+)(?:\/(.+))?$/.exec(pointer);
    if (!match) return [];
    const column = match[2] === undefined ? '' : `, column ${match[2].replaceAll('~1', '/').replaceAll('~0', '~')}`;
    return [`  row ${table.range.from + from + Number(match[1]) + 1}${column}: ${detail}`];
  });
  if (lines.length === 0) return error;
  const message = [`${error.problem.code}: ${table.file} does not fit what the model takes`, ...lines].join('\n');
  return new CliError(message, error.exitCode, { cause: error });
}

async function predict(context: CliContext, model: string, file: string, options: PredictOptions, command: Command) {
  const table = await readTable(file, options.rows);
  const subjectAt = options.subject === undefined ? undefined : requireColumn(table, options.subject, '--subject');
  const session = openSession(context, command);
  const inference = await session.connection.inference();
  const { instances, attributes } = toRequestRows(await servedSignature(inference, model), table);
  const parameters = {
    ...(options.version !== undefined && { version: String(parseVersion(options.version)) }),
    ...(!options.record && { record: false }),
  };
  const predictions: (PredictedRow & { row: number })[] = [];
  for (let from = 0; from < instances.length; from += BATCH) {
    const to = from + BATCH;
    const body = {
      instances: instances.slice(from, to),
      ...(subjectAt !== undefined && { subjects: table.rows.slice(from, to).map((row) => row[subjectAt] as string) }),
      ...(attributes && { attributes: attributes.slice(from, to) }),
      parameters,
    };
    const answer = await predictRows(inference, model, body).catch((error: unknown) => {
      throw inRowsOf(table, from, error);
    });
    predictions.push(...answer.predictions.map((row, i) => ({ row: table.range.from + from + i, ...row })));
  }
  session.show({ model, predictions }, () =>
    formatTable(
      ['row', 'prediction', 'version', 'score', 'label'],
      predictions.map((p) => [p.row, p.predictionId, p.modelVersion, p.score ?? p.value, p.label]),
    ),
  );
}

export function registerPredict(program: Command, context: CliContext): void {
  program
    .command('predict <model> <rows.csv>')
    .description('score the rows of a CSV file')
    .option('--rows <A:B>', 'only rows A (from 0) to below B')
    .option('--subject <column>', 'column that names whom a row is about')
    .option('--version <n>', 'ask this version instead of what serves')
    .option('--no-record', 'leave no event (engineers and admins)')
    .action((model: string, file: string, options: PredictOptions, command: Command) =>
      predict(context, model, file, options, command),
    );
}
