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
  readonly holdout?: boolean;
  readonly rollout?: { readonly id: string; readonly arm: Arm };
  readonly otherScores?: readonly { readonly version: number; readonly score: number }[];
}

const PREDICTION_SOURCE = 'urn:plumbline:inference';

/** At most three bytes each: below what the event bus takes (900,000 bytes), so that no event can block the spool. */
export const MAX_EVENT_CHARACTERS = 280_000;

const member = (name: string, value: unknown): string =>
  value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;

/** `JSON.stringify(record)`, put together: several times as fast. An id and a time of ours need no escape. */
function dataOf(record: PredictionRecord): string {
  const { predictionId, model, version, subject, features, attributes, score, label, servedAt } = record;
  const head = `{"predictionId":"${predictionId}","model":${JSON.stringify(model)},"version":${version}${member('subject', subject)}`;
  const values = `,"features":${JSON.stringify(features)}${member('attributes', attributes)},"score":${score}`;
  const rest = `${member('label', label)},"servedAt":"${servedAt}"${member('holdout', record.holdout)}${member('rollout', record.rollout)}`;
  return `${head}${values}${rest}${member('otherScores', record.otherScores)}}`;
}

/**
 * CloudEvents 1.0 in structured mode; a prediction's event has the prediction's id, so a repeated delivery is seen as one.
 * @param traceparent comes first, where it is found again without parsing
 */
export function toSpoolRecord(record: PredictionRecord, traceparent?: string): SpoolRecord {
  const { predictionId, servedAt } = record;
  const value =
    `{"specversion":"1.0",${traceparent === undefined ? '' : `"traceparent":"${traceparent}",`}"id":"${predictionId}","source":"${PREDICTION_SOURCE}","type":"plumbline.prediction.v1",` +
    `"time":"${servedAt}","datacontenttype":"application/json","data":${dataOf(record)}}`;
  if (value.length > MAX_EVENT_CHARACTERS) throw new EventTooLargeError(value.length, MAX_EVENT_CHARACTERS);
  return { key: record.predictionId, value };
}
