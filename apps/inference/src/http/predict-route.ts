import { type PredictBody, type PredictedRow, type PredictResponse } from '@plumbline/contracts';
import { PlumblineError } from '@plumbline/problem';
import { NotAllowedError, problemOf, type Identity } from '@plumbline/platform';
import type { Predict, PredictCommand, PredictionAnswer, ServingState } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import type { PredictionMetrics } from '../metrics/prediction-metrics';
import type { RequestWatch } from '../requests/request-watch';
import { watchedRows } from '../requests/watched-rows';
import { compileEnvelope } from './predict-envelope';

export interface PredictRouteParts {
  readonly predict: Predict;
  readonly state: ServingState;
  readonly metrics: PredictionMetrics;
  readonly watch: RequestWatch;
}

function pinnedVersion(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const fields = [{ pointer: '/parameters/version', detail: 'expected a version number as text, e.g. "3"' }];
  throw new PlumblineError('invalid', 'body_invalid', 'The body does not fit; see errors.', { fields });
}

function mayLeaveNoEvent(identity: Identity | undefined): boolean {
  return identity?.role === 'admin' || identity?.role === 'engineer';
}

function toCommand(
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

function toRow({
  predictionId,
  version,
  task,
  score,
  label,
  probabilities,
  holdout,
}: PredictionAnswer): PredictedRow {
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

export function registerPredictRoute(
  server: FastifyInstance,
  { predict, state, metrics, watch }: PredictRouteParts,
): void {
  const parseEnvelope = compileEnvelope();
  server.post<{ Params: { model: string } }>(
    '/v1/models/:model([^:]+)::predict',
    { config: { access: 'POST /v1/models/:model\\:predict' } },
    async (request): Promise<PredictResponse> => {
      const startedAtMs = performance.now();
      const { model } = request.params;
      const { identity, headers } = request;
      const trace = watch.begin(':predict', headers['traceparent'] as string | undefined);
      try {
        const command = toCommand(model, parseEnvelope(request.body), identity, trace);
        const answers = await predict.execute(command);
        const { version, predictionId } = answers[0] as PredictionAnswer;
        metrics.answered(model, version, (performance.now() - startedAtMs) / 1_000);
        if (watch.isWatched(model, predictionId, trace))
          watch.answered({ route: ':predict', model, startedAtMs, identity, trace }, watchedRows(command, answers));
        return { model, predictions: answers.map(toRow) };
      } catch (error) {
        metrics.refused(state.table.find(model) ? model : 'unknown', problemOf(error).code);
        watch.refused({ route: ':predict', model, startedAtMs, identity, trace }, error);
        throw error;
      }
    },
  );
}
