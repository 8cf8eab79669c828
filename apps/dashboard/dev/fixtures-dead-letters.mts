import type { DeadLetterView } from '@plumbline/contracts';
import { ago } from './fixture-times.mts';

const letter = (id: number, change: Partial<DeadLetterView>): DeadLetterView => ({
  id: String(id),
  topic: 'plumbline.outcomes',
  partition: 2,
  offset: String(40_000 + id),
  model: 'bank-marketing',
  reason: 'label: give one of "no", "yes", 1, 0, true, false',
  key: `bank-marketing:c-${id}`,
  headers: {},
  payload: `{"model":"bank-marketing","subject":"c-${id}","label":"perhaps","observedAt":"2026-11-22T10:00:00Z"}`,
  payloadBytes: 96,
  createdAt: ago(10 * (20 - id)),
  replayedAt: null,
  replayedBy: null,
  replayReason: null,
  ...change,
});

const LETTERS: readonly DeadLetterView[] = [
  letter(19, {}),
  letter(18, {
    topic: 'plumbline.predictions',
    reason: 'features: 15 values, the signature has 16',
    headers: { ce_type: 'plumbline.prediction.v1', ce_specversion: '1.0' },
  }),
  letter(17, { model: null, reason: 'value: not valid JSON; send one JSON object a record', payload: '{"model":' }),
  letter(12, { replayedAt: ago(3), replayedBy: 'user:ana', replayReason: 'the sender is mended' }),
];

export function deadLetters(search: URLSearchParams): DeadLetterView[] {
  const [replayed, topic] = [search.get('replayed'), search.get('topic')];
  return LETTERS.filter(
    (one) =>
      (replayed === null || (one.replayedAt !== null) === (replayed === 'true')) && (topic ?? one.topic) === one.topic,
  );
}

export const deadLetter = (id: string | undefined): DeadLetterView | undefined => LETTERS.find((one) => one.id === id);
