import type { DeadLetterView } from '@plumbline/contracts';

export type LetterState = 'waiting' | 'replayed' | 'all';

/** What of the address the list is asked for. */
export const letterState = (text: string | undefined): LetterState =>
  text === 'replayed' || text === 'all' ? text : 'waiting';

export const shortTopic = (topic: string): string => topic.replace(/^plumbline\./, '');

/** Where the record lay. */
export const originText = ({ topic, partition, offset }: DeadLetterView): string =>
  partition < 0
    ? `${topic}, an outcome that had waited for its prediction (${offset})`
    : `${topic}, partition ${partition}, offset ${offset}`;

/** JSON indented, anything else as it is. */
export function readablePayload(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
