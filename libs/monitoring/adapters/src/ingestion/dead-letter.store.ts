import { type Topic, TOPICS } from '@plumbline/contracts';
import type { EventBus } from '@plumbline/platform';
import type { Queryable } from '../queryable';

/** A record that could not be used, where it lay, and why in the form `field: what to do`. */
export interface DeadLetter {
  readonly topic: Topic;
  /** -1 for an outcome that had waited for its prediction; `offset` is then its number among the orphans. */
  readonly partition: number;
  readonly offset: bigint;
  /** Known model it belongs to, for the reconciliation. */
  readonly model?: string;
  readonly reason: string;
  readonly key: string;
  readonly payload: string;
}

const MAXIMUM_PAYLOAD = 100_000;

const INSERT = `
  INSERT INTO dead_letter (topic, partition, record_offset, reason, payload)
  SELECT topic, partition, record_offset, reason, payload
    FROM json_to_recordset($1) AS d (topic text, partition int, record_offset bigint, reason text, payload text)`;

/** The reason begins with the model's name when the model is known. */
const reasonText = ({ model, reason }: DeadLetter): string => (model === undefined ? reason : `${model}: ${reason}`);

export class DeadLetterStore {
  constructor(private readonly bus: Pick<EventBus, 'publish'>) {}

  /**
   * Writes the rows and publishes outcomes to the dead-letter topic before the caller commits: a crash in between
   * repeats the message, it never loses it.
   */
  async write(db: Queryable, letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    const rows = letters.map((letter) => ({
      topic: letter.topic,
      partition: letter.partition,
      record_offset: letter.offset.toString(),
      reason: reasonText(letter),
      // PostgreSQL's text has no NUL.
      payload: letter.payload.slice(0, MAXIMUM_PAYLOAD).replaceAll('\u0000', '\uFFFD'),
    }));
    await db.query(INSERT, [JSON.stringify(rows)]);
    const outcomes = letters.filter(({ topic }) => topic === TOPICS.outcomes);
    if (outcomes.length > 0) await this.bus.publish(TOPICS.outcomesDeadLetter, outcomes.map(toRecord));
  }
}

function toRecord(letter: DeadLetter): { key: string; value: string; headers: Record<string, string> } {
  return {
    key: letter.key,
    value: letter.payload,
    headers: {
      plumbline_reason: reasonText(letter),
      plumbline_topic: letter.topic,
      plumbline_partition: String(letter.partition),
      plumbline_offset: letter.offset.toString(),
    },
  };
}
