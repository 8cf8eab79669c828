import type { Command } from 'commander';
import { EXIT, UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { readTable, requireColumn } from '../data/read-table';
import { formatTable } from '../output/print-table';
import { replayFile, type ReplayOptions, type ReplayReport } from '../replay/replay-file';

function wholeNumber(text: string, option: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new UsageError(`${option} ${text}: give a whole number of at least ${least}`);
  return value;
}

type RawOptions = Readonly<Record<string, string | undefined>> & { label: string };

function readOptions(raw: RawOptions, topicPrefix: string): ReplayOptions {
  if (raw['order'] !== undefined && raw['order'] !== 'row')
    throw new UsageError(`--order ${raw['order']}: only row is known`);
  if (raw['time'] !== undefined && raw['order'] !== undefined)
    throw new UsageError('give --time or --order row, not both');
  const rate = Number(raw['rate']);
  if (!(rate > 0)) throw new UsageError(`--rate ${raw['rate']}: give rows a second, above 0`);
  return {
    label: raw.label,
    topicPrefix,
    ...(raw['time'] !== undefined && { time: raw['time'] }),
    ...(raw['start'] !== undefined && { start: raw['start'] }),
    ...(raw['subject'] !== undefined && { subject: raw['subject'] }),
    ...(raw['brokers'] !== undefined && { brokers: raw['brokers'] }),
    ...(raw['against'] !== undefined && { against: wholeNumber(raw['against'], '--against', 1) }),
    ...(raw['record'] !== undefined && { record: raw['record'] }),
    rowsPerSecond: rate,
    delayRows: wholeNumber(raw['labelDelay'] ?? '', '--label-delay', 0),
    batchRows: wholeNumber(raw['batch'] ?? '', '--batch', 1),
    windowRows: wholeNumber(raw['window'] ?? '', '--window', 1),
    tailRows: wholeNumber(raw['tail'] ?? '', '--tail', 0),
  };
}

function reportText(report: ReplayReport): string {
  const table = formatTable(
    ['rows', 'rate', 'log loss', 'AUC', ...(report.baseline ? [`log loss v${report.baseline.version}`] : [])],
    report.windows.map(({ from, to, rate, served, baseline }) => [
      `${from}-${to - 1}`,
      rate,
      served.logLoss,
      served.auc,
      ...(report.baseline ? [baseline?.logLoss ?? null] : []),
    ]),
  );
  const { sent, stored, joined, pending, orphans, reconciled, served } = report;
  return [
    table,
    `served: log loss ${served.logLoss?.toFixed(4)}, AUC ${served.auc?.toFixed(4)} over ${served.rows} rows in ${report.seconds} s`,
    `sent ${sent.predictions} predictions and ${sent.outcomes} outcomes; stored ${stored.predictions} and ${stored.outcomes}; joined ${joined}, pending ${pending}, orphans ${orphans}: ${reconciled ? 'nothing lost' : 'NOT RECONCILED'}`,
  ].join('\n');
}

async function replay(context: CliContext, model: string, file: string, raw: RawOptions, command: Command) {
  const options = readOptions(raw, context.environment.kafkaTopicPrefix);
  const table = await readTable(file, raw['rows']);
  requireColumn(table, options.label, '--label');
  const session = openSession(context, command);
  const report = await replayFile(session.connection, model, table, options, (line) =>
    context.stderr(`replay | ${line}`),
  );
  session.show(report, () => reportText(report));
  if (!report.reconciled) context.setExitCode(EXIT.error);
}

export function registerReplay(program: Command, context: CliContext): void {
  program
    .command('replay <model> <rows.csv>')
    .description('send a file as real traffic, in order, with outcomes that come late')
    .requiredOption('--label <column>', 'the outcome')
    .option('--time <column>', 'when a row happened (ISO 8601)')
    .option('--order <how>', 'row: one minute a row, in the order of the file (default without --time)')
    .option('--start <time>', 'when the first row happened, with --order row')
    .option('--rate <rows/s>', 'rows a second', '50')
    .option('--label-delay <rows>', 'an outcome follows this many rows later', '0')
    .option('--rows <A:B>', 'only rows A (from 0) to below B')
    .option('--batch <rows>', 'rows in a request', '20')
    .option('--subject <column>', 'column that names whom a row is about')
    .option('--brokers <host:port>', 'send outcomes to Kafka instead of HTTP')
    .option('--window <rows>', 'rows in a line of the report', '2000')
    .option('--tail <rows>', 'report the last rows on their own', '0')
    .option('--against <version>', 'score the same rows with this version too, afterwards and unrecorded')
    .option('--record <file>', 'write row, prediction id, version, score and label of every row as CSV')
    .action((model: string, file: string, raw: RawOptions, command: Command) =>
      replay(context, model, file, raw, command),
    );
}
