import type { Arm } from '../routing/assign-arm';
import type { Scalar } from '../scalar';
import { EventTooLargeError } from '../serving.errors';
import type { SpoolRecord } from '../spool/spool.port';

/** Structurally the data of a `plumbline.prediction.v1` event. */
export interface PredictionRecord {
  readonly predictionId: string;
  readonly model: string;
  readonly version: number;
  readonly subject?: string;
  readonly features: readonly Scalar[];
  readonly attributes?: Readonly<Record<string, Scalar>>;
  readonly score: number;
  readonly label?: string;
  readonly servedAt: string;
  readonly rollout?: { readonly id: string; readonly arm: Arm };
  readonly otherScores?: readonly { readonly version: number; readonly score: number }[];
}

const PREDICTION_SOURCE = 'urn:plumbline:inference';

/** At most three bytes each: below what the event bus takes (900,000 bytes), so that no event can block the spool. */
const MAX_EVENT_CHARACTERS = 280_000;

/** CloudEvents 1.0 in structured mode; a prediction's event has the prediction's id, so a repeated delivery is seen as one. */
export function toSpoolRecord(record: PredictionRecord): SpoolRecord {
  const event = {
    specversion: '1.0',
    id: record.predictionId,
    source: PREDICTION_SOURCE,
    type: 'plumbline.prediction.v1',
    time: record.servedAt,
    datacontenttype: 'application/json',
    data: record,
  };
  const value = JSON.stringify(event);
  if (value.length > MAX_EVENT_CHARACTERS) throw new EventTooLargeError(value.length, MAX_EVENT_CHARACTERS);
  return { key: record.predictionId, value };
}
