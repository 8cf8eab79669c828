import { PREDICTION_EVENT_TYPE, predictionEventSchema, type PredictionEvent } from '@plumbline/contracts';
import type { MonitoredVersion } from '@plumbline/monitoring-core';
import type { IncomingRecord } from '@plumbline/platform';
import { firstProblem, type Parsed, readEventData, refused } from './read-event-data';

export function parsePrediction(record: IncomingRecord): Parsed<PredictionEvent> {
  const data = readEventData(record, PREDICTION_EVENT_TYPE);
  if (!data.ok) return data;
  const event = predictionEventSchema.safeParse(data.value);
  return event.success ? { ok: true, value: event.data } : refused(firstProblem(event.error, {}));
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
