import { OUTCOME_EVENT_TYPE, outcomeEventSchema, type OutcomeEvent } from '@plumbline/contracts';
import type { IncomingRecord } from '@plumbline/platform';
import { firstProblem, type Parsed, readEventData, refused } from './read-event-data';

const HINTS: Readonly<Record<string, string>> = {
  model: 'give the name of a registered model as text',
  subject: 'give text, or leave it out',
  label: 'give what happened as text, number, true or false',
  observedAt: 'give an ISO 8601 time with its offset, as in 2026-11-22T10:00:00Z',
  value: 'give a number, or leave it out',
  revision: 'give a whole number from 0, or leave it out',
};

/** `revision` and the version columns are 32-bit in the database. */
const LARGEST_REVISION = 2_147_483_647;

export function parseOutcome(record: IncomingRecord): Parsed<OutcomeEvent> {
  const data = readEventData(record, OUTCOME_EVENT_TYPE);
  if (!data.ok) return data;
  const event = outcomeEventSchema.safeParse(data.value);
  if (!event.success) return refused(firstProblem(event.error, HINTS));
  if ((event.data.revision ?? 0) > LARGEST_REVISION) return refused(`revision: ${LARGEST_REVISION} is the largest`);
  return { ok: true, value: event.data };
}
