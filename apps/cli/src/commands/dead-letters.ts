import type { DeadLetterView, Page, ReplayedDeadLettersView } from '@plumbline/contracts';
import { Option, type Command } from 'commander';
import { UsageError } from '../cli.errors';
import { openSession, type CliContext, type Session } from '../context';
import { formatTable } from '../output/print-table';

const PATH = '/api/v1/dead-letters';
const letterPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;

interface FilterOptions {
  readonly model?: string;
  readonly topic?: 'predictions' | 'outcomes';
}

const filterOf = ({ model, topic }: FilterOptions): Record<string, string> => ({
  ...(model !== undefined && { model }),
  ...(topic !== undefined && { topic: `plumbline.${topic}` }),
});

const topicOption = (): Option => new Option('--topic <topic>', 'only that topic').choices(['predictions', 'outcomes']);

function letterText(letter: DeadLetterView): string {
  const { id, topic, partition, offset, createdAt, model, key, headers, reason, payload } = letter;
  const lines = [
    `dead letter ${id} of ${topic}, partition ${partition}, offset ${offset}, ${createdAt}`,
    `model ${model ?? 'unknown'}, key ${key || '-'}`,
    reason,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(letter.replayedAt
      ? [`sent again by ${letter.replayedBy} at ${letter.replayedAt}: ${letter.replayReason}`]
      : []),
  ];
  return [...lines, '', payload].join('\n');
}

function listText({ items, nextCursor }: Page<DeadLetterView>): string {
  if (items.length === 0) return 'no dead letters';
  const rows = items.map((letter) => [
    letter.id,
    letter.createdAt,
    letter.topic,
    letter.model ?? '-',
    letter.replayedAt ? `by ${letter.replayedBy}` : 'no',
    letter.reason,
  ]);
  const table = formatTable(['id', 'when', 'topic', 'model', 'sent again', 'reason'], rows);
  return nextCursor === null ? table : `${table}\nolder ones: --cursor ${nextCursor}`;
}

async function replaySome(session: Session, filter: Record<string, string>, reason: string): Promise<void> {
  let replayed = 0;
  for (;;) {
    const json = { ...filter, reason };
    const answer = await session.connection.registry.json<ReplayedDeadLettersView>(`${PATH}/replay`, { json });
    replayed += answer.replayed;
    if (answer.replayed === 0 || answer.left === 0) break;
  }
  session.show({ replayed }, () => `${replayed} records sent again`);
}

function registerList(letters: Command, context: CliContext): void {
  letters
    .command('list')
    .description('records that could not be used, newest first')
    .option('--model <model>', 'only of that model')
    .addOption(topicOption())
    .addOption(new Option('--replayed <yes|no>', 'only those that were sent again, or were not').choices(['yes', 'no']))
    .option('--limit <n>', 'so many at most', '100')
    .option('--cursor <cursor>', 'where the page before ended')
    .action(async (options: FilterOptions & Record<string, string>, command: Command) => {
      const session = openSession(context, command);
      const { replayed, limit, cursor } = options;
      const query = new URLSearchParams({
        ...filterOf(options),
        ...(replayed !== undefined && { replayed: String(replayed === 'yes') }),
        ...(cursor !== undefined && { cursor }),
        limit: limit ?? '100',
      });
      const page = await session.connection.registry.json<Page<DeadLetterView>>(`${PATH}?${query.toString()}`);
      session.show(page, () => listText(page));
    });
}

export function registerDeadLetters(program: Command, context: CliContext): void {
  const letters = program.command('dead-letters').description('records of the event bus that could not be used');
  registerList(letters, context);
  letters
    .command('show <id>')
    .description('one with all of its record, which may be personal')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = openSession(context, command);
      const letter = await session.connection.registry.json<DeadLetterView>(letterPath(id));
      session.show(letter, () => letterText(letter));
    });
  letters
    .command('replay [id]')
    .description('send the record again, once; or --all that wait, of a model or topic')
    .option('--all', 'all that were not sent again yet')
    .option('--model <model>', 'with --all: only of that model')
    .addOption(topicOption())
    .requiredOption('--reason <text>', 'why, for the audit log')
    .action(
      async (id: string | undefined, options: FilterOptions & { all?: boolean; reason: string }, command: Command) => {
        if ((id === undefined) !== (options.all === true))
          throw new UsageError('give the number of a letter, or --all');
        const session = openSession(context, command);
        const { reason } = options;
        if (id === undefined) return replaySome(session, filterOf(options), reason);
        const letter = await session.connection.registry.json<DeadLetterView>(`${letterPath(id)}/replay`, {
          json: { reason },
        });
        session.show(letter, () => `dead letter ${id} was sent again`);
      },
    );
}
