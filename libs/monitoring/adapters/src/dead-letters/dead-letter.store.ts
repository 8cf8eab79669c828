import { type Topic, TOPICS } from '@plumbline/contracts';
import type { EventBus, OutgoingRecord } from '@plumbline/platform';
import type { Queryable } from '../queryable';

/** A record that could not be used, where it lay, and why in the form `field: what to do`. */
export interface DeadLetter {
  readonly topic: Topic;
  /** -1 for an outcome that had waited for its prediction; `offset` is then its number among the orphans. */
  readonly partition: number;
  readonly offset: bigint;
  /** The registered model it belongs to, where that is known. */
  readonly model?: string;
  readonly reason: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

/** Where the letters of a topic go, for whoever reads the bus rather than the API. */
const DEAD_LETTER_TOPICS: Readonly<Partial<Record<Topic, Topic>>> = {
  [TOPICS.predictions]: TOPICS.predictionsDeadLetter,
  [TOPICS.outcomes]: TOPICS.outcomesDeadLetter,
};

const INSERT = `
  INSERT INTO dead_letter (topic, partition, record_offset, model, reason, record_key, headers, payload)
  SELECT topic, partition, record_offset, model, reason, record_key, headers, payload
    FROM json_to_recordset($1) AS d (topic text, partition int, record_offset bigint, model text, reason text,
                                     record_key text, headers jsonb, payload text)`;

/** PostgreSQL's text has no NUL, its JSON no half a surrogate pair. */
const storable = (text: string): string => text.replace(/[\0\ud800-\udfff]/gu, '\uFFFD');

const storableHeaders = (headers: DeadLetter['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [storable(name), storable(value)]));

export class DeadLetterStore {
  constructor(private readonly bus: Pick<EventBus, 'publish'>) {}

  /**
   * Writes the rows and publishes the records to the dead-letter topics before the caller commits: a crash in between
   * repeats the message, it never loses it.
   */
  async write(db: Queryable, letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    const rows = letters.map((letter) => ({
      topic: letter.topic,
      partition: letter.partition,
      record_offset: letter.offset.toString(),
      model: letter.model,
      reason: letter.reason,
      record_key: storable(letter.key),
      headers: storableHeaders(letter.headers),
      payload: storable(letter.payload),
    }));
    await db.query(INSERT, [JSON.stringify(rows)]);
    for (const [topic, deadLetterTopic] of Object.entries(DEAD_LETTER_TOPICS)) {
      const own = letters.filter((letter) => letter.topic === topic);
      if (own.length > 0) await this.bus.publish(deadLetterTopic, own.map(toRecord));
    }
  }
}

/** A record may be larger than the bus takes from us, and grows by the headers below. */
const LARGEST_PUBLISHED_BYTES = 800_000;

function bytesOf({ key, payload, headers }: DeadLetter): number {
  const texts = [key, payload, ...Object.entries(headers).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function toRecord(letter: DeadLetter): OutgoingRecord {
  const fits = bytesOf(letter) <= LARGEST_PUBLISHED_BYTES;
  return {
    key: fits ? letter.key : '',
    value: fits ? letter.payload : '',
    headers: {
      ...(fits ? letter.headers : { plumbline_omitted: 'too large; the list of dead letters has it' }),
      ...(letter.model !== undefined && { plumbline_model: letter.model }),
      plumbline_reason: letter.reason,
      plumbline_topic: letter.topic,
      plumbline_partition: String(letter.partition),
      plumbline_offset: letter.offset.toString(),
    },
  };
}
