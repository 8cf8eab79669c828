import { randomUUID } from 'node:crypto';
import { TOPICS } from '@plumbline/contracts';
import type { EventBus, OutgoingRecord, RecordBatch, Subscription } from '@plumbline/platform';

export const TOPIC = TOPICS.predictions;
export const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Records of one test: the log is shared, so that each test only looks at its own. */
class Mine {
  private readonly tag = randomUUID();
  key = (key: string): string => `${this.tag}:${key}`;
  record = (key: string, value: number | string): OutgoingRecord => ({ key: this.key(key), value: `${value}` });
  in = (batch: RecordBatch) => batch.records.filter(({ key }) => key.startsWith(this.tag));
}

/** What one test of the conformance suite has in hand. */
export class BusWorld {
  readonly mine = new Mine();
  readonly group = `g-${randomUUID()}`;
  readonly bus: EventBus;
  private readonly opened: EventBus[] = [];

  constructor(private readonly newClient: () => EventBus) {
    this.bus = this.connect();
  }

  /** Another client of the same log; closed after the test. */
  readonly connect = (): EventBus => {
    const next = this.newClient();
    this.opened.push(next);
    return next;
  };

  /** Subscribes and collects the values of this test's records. */
  readonly collect = (into: string[], on = this.bus, group = this.group): Promise<Subscription> =>
    on.subscribe({
      topic: TOPIC,
      group,
      onBatch: async (batch) => void into.push(...this.mine.in(batch).map(({ value }) => value)),
    });

  async close(): Promise<void> {
    await Promise.all(this.opened.map((each) => each.close()));
  }
}

/** The rule that is checked, and how. */
export type BusRules = Readonly<Record<string, (world: BusWorld) => Promise<void>>>;
