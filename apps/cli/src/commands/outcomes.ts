import { text as readStream } from 'node:stream/consumers';
import type { OutcomeEvent } from '@plumbline/contracts';
import { parseTable } from '@plumbline/registry-core';
import type { Command } from 'commander';
import { CliError, UsageError } from '../cli.errors';
import { openSession, type CliContext } from '../context';
import { inFile, readBytes } from '../data/read-table';
import { httpOutcomeSender, kafkaOutcomeSender } from '../replay/outcome-sender';

const BATCH = 1_000;

interface OutcomesOptions {
  readonly model?: string;
  readonly brokers?: string;
}

function ofJsonLines(text: string, file: string, defaults: Partial<OutcomeEvent>): OutcomeEvent[] {
  const lines = text.split('\n').map((line, i) => ({ line: line.trim(), number: i + 1 }));
  return lines
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => {
      try {
        return { ...defaults, ...(JSON.parse(line) as OutcomeEvent) };
      } catch {
        throw new CliError(`${file}: line ${number} is not JSON`);
      }
    });
}

/** Columns are named as the fields of an outcome; what is left out comes from the options or is now. */
function readOutcomes(text: string, file: string, model: string | undefined, now: Date): OutcomeEvent[] {
  if (text.trimStart().startsWith('{'))
    return ofJsonLines(text, file, { observedAt: now.toISOString(), ...(model !== undefined && { model }) });
  const table = inFile(file, () => parseTable(text));
  const has = (name: string): boolean => table.columns.includes(name);
  if (!has('label')) throw new UsageError(`${file}: a column label is missing; it has ${table.columns.join(', ')}`);
  if (!has('predictionId') && !has('subject'))
    throw new UsageError(`${file}: give a column predictionId, or subject to join a subject's latest prediction`);
  if (!has('model') && model === undefined) throw new UsageError(`${file} has no column model: give --model`);
  return table.rows.map((row, i) => {
    const cell = (name: string): string | undefined => row[table.columns.indexOf(name)] || undefined;
    const label = cell('label');
    if (label === undefined) throw new CliError(`${file}: row ${i + 1} has no label`);
    const [predictionId, subject, value, revision] = ['predictionId', 'subject', 'value', 'revision'].map(cell);
    return {
      model: cell('model') ?? (model as string),
      ...(predictionId !== undefined && { predictionId }),
      ...(subject !== undefined && { subject }),
      label,
      observedAt: cell('observedAt') ?? now.toISOString(),
      ...(value !== undefined && { value: Number(value) }),
      ...(revision !== undefined && { revision: Number(revision) }),
    };
  });
}

async function send(context: CliContext, file: string, options: OutcomesOptions, command: Command): Promise<void> {
  const text = file === '-' ? await readStream(process.stdin) : (await readBytes(file)).toString('utf8');
  const outcomes = readOutcomes(text, file === '-' ? 'standard input' : file, options.model, new Date());
  const session = openSession(context, command);
  const sender = options.brokers
    ? await kafkaOutcomeSender(options.brokers, context.environment.kafkaTopicPrefix)
    : httpOutcomeSender(session.connection.registry);
  try {
    for (let from = 0; from < outcomes.length; from += BATCH) await sender.send(outcomes.slice(from, from + BATCH));
  } finally {
    await sender.close();
  }
  session.show({ sent: outcomes.length }, () => `${outcomes.length} outcomes sent`);
}

export function registerOutcomes(program: Command, context: CliContext): void {
  program
    .command('outcomes')
    .description('what happened in the end')
    .command('send <file>')
    .description('send outcomes from a CSV or JSON-lines file, or from standard input (-)')
    .option('--model <model>', 'model, when the file has no column of that name')
    .option('--brokers <host:port>', 'send to Kafka instead of HTTP')
    .action((file: string, options: OutcomesOptions, command: Command) => send(context, file, options, command));
}
