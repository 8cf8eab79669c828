import type { PredictBody, PredictedRow, PredictResponse } from '@plumbline/contracts';
import { NotAllowedError, type Identity } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import type { PredictCommand, PredictionAnswer } from '@plumbline/serving-core';

function pinnedVersion(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const fields = [{ pointer: '/parameters/version', detail: 'expected a version number as text, e.g. "3"' }];
  throw new PlumblineError('invalid', 'body_invalid', 'The body does not fit; see errors.', { fields });
}

function mayLeaveNoEvent(identity: Identity | undefined): boolean {
  return identity?.role === 'admin' || identity?.role === 'engineer';
}

/** @throws PlumblineError for a version that is none, NotAllowedError for a row that shall leave no event */
export function toCommand(
  model: string,
  body: PredictBody,
  identity: Identity | undefined,
  trace: PredictCommand['trace'],
): PredictCommand {
  const { instances, subjects, attributes, times, parameters } = body;
  const record = parameters?.record ?? true;
  if (!record && !mayLeaveNoEvent(identity)) {
    throw new NotAllowedError('Only admin and engineer may set parameters.record to false.');
  }
  const version = pinnedVersion(parameters?.version);
  return { model, instances, subjects, attributes, times, record, version, timeoutMs: parameters?.timeoutMs, trace };
}

function toRow({ predictionId, version, task, score, label, probabilities, holdout }: PredictionAnswer): PredictedRow {
  const modelVersion = String(version);
  if (holdout) return { predictionId, modelVersion, holdout };
  switch (task) {
    case 'regression':
      return { predictionId, modelVersion, value: score };
    case 'binary':
      return { predictionId, modelVersion, score, label };
    case 'multiclass':
      return probabilities
        ? { predictionId, modelVersion, label, score, probabilities: { ...probabilities } }
        : { predictionId, modelVersion, label };
  }
}

export const toResponse = (model: string, answers: readonly PredictionAnswer[]): PredictResponse => ({
  model,
  predictions: answers.map(toRow),
});
