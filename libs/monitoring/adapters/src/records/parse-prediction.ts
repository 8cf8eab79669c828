import { PREDICTION_EVENT_TYPE, predictionEventSchema, type PredictionEvent } from '@plumbline/contracts';
import type { MonitoredVersion } from '@plumbline/monitoring-core';
import type { IncomingRecord } from '@plumbline/platform';
import { isPredictionEvent } from './is-prediction-event';
import { firstProblem, type Parsed, readEventData, refused } from './read-event-data';

/** Versions are 32-bit in the database. */
const LARGEST_VERSION = 2_147_483_647;

export function parsePrediction(record: IncomingRecord): Parsed<PredictionEvent> {
  const data = readEventData(record, PREDICTION_EVENT_TYPE);
  if (!data.ok) return data;
  let event: PredictionEvent;
  if (isPredictionEvent(data.value)) event = data.value;
  else {
    const parsed = predictionEventSchema.safeParse(data.value);
    if (!parsed.success) return refused(firstProblem(parsed.error, {}));
    event = parsed.data;
  }
  return event.version > LARGEST_VERSION
    ? refused(`version: ${LARGEST_VERSION} is the largest`)
    : { ok: true, value: event };
}

const isProbability = (score: number): boolean => score >= 0 && score <= 1;

/** What the contract alone cannot know: the event must fit the signature of its version. Null when it does. */
export function misfit(event: PredictionEvent, version: MonitoredVersion | null): string | null {
  if (version === null) return `version: version ${event.version} of this model is not registered`;
  const { signature } = version;
  if (event.features.length !== signature.features.length) {
    return `features: ${event.features.length} values, the signature has ${signature.features.length}`;
  }
  if (signature.task === 'regression') return null;
  if (!isProbability(event.score)) return 'score: must be a probability, 0 to 1';
  return (event.otherScores ?? []).every(({ score }) => isProbability(score))
    ? null
    : 'otherScores: must be probabilities, 0 to 1';
}
