import type { OutcomeEvent } from '@plumbline/contracts';
import type { DeadLetter } from '../dead-letters/dead-letter.store';

/** A parsed outcome on its way to its prediction, with what a dead letter needs to say where it came from. */
export interface PendingOutcome {
  readonly model: string;
  readonly predictionId: string | null;
  readonly subject: string | null;
  readonly label: string;
  readonly value: number | null;
  readonly revision: number;
  readonly observedAtMs: number;
  readonly origin: Pick<DeadLetter, 'topic' | 'partition' | 'offset' | 'key' | 'headers' | 'payload'>;
}

export const pendingOutcome = (event: OutcomeEvent, origin: PendingOutcome['origin']): PendingOutcome => ({
  model: event.model,
  predictionId: event.predictionId ?? null,
  subject: event.subject ?? null,
  label: String(event.label),
  value: event.value ?? null,
  revision: event.revision ?? 0,
  observedAtMs: Date.parse(event.observedAt),
  origin,
});

export const outcomeLetter = ({ model, origin }: PendingOutcome, reason: string): DeadLetter => ({
  ...origin,
  model,
  reason,
});
