import type { PredictionEvent } from '@plumbline/contracts';
import { isSurelyTime } from './surely-time';

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isVersion = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || isNumber(value);

const orAbsent = (value: unknown, holds: (value: unknown) => boolean): boolean => value === undefined || holds(value);

const isRollout = (value: unknown): boolean =>
  isObject(value) && typeof value['id'] === 'string' && (value['arm'] === 'champion' || value['arm'] === 'candidate');

const isOtherScore = (value: unknown): boolean =>
  isObject(value) && isVersion(value['version']) && isNumber(value['score']);

function areScalars(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i += 1) if (!isScalar(values[i])) return false;
  return true;
}

/**
 * The contract of a prediction, read at a tenth of the schema's time. True only for what the schema takes as well; false
 * means that the schema must be asked, which also knows what is wrong. `is-prediction-event.spec.ts` holds the two together.
 */
export function isPredictionEvent(value: unknown): value is PredictionEvent {
  if (!isObject(value)) return false;
  const { predictionId, model, version, subject, features, attributes, score, label, servedAt, holdout } = value;
  return (
    isText(predictionId) &&
    isText(model) &&
    isVersion(version) &&
    isNumber(score) &&
    isSurelyTime(servedAt) &&
    Array.isArray(features) &&
    areScalars(features) &&
    orAbsent(subject, (it) => typeof it === 'string') &&
    orAbsent(label, (it) => typeof it === 'string') &&
    orAbsent(holdout, (it) => typeof it === 'boolean') &&
    orAbsent(attributes, (it) => isObject(it) && areScalars(Object.values(it))) &&
    orAbsent(value['rollout'], isRollout) &&
    orAbsent(value['otherScores'], (it) => Array.isArray(it) && it.every(isOtherScore))
  );
}
