import type { PredictResponse } from '@plumbline/contracts';
import { problemOf, type Identity } from '@plumbline/platform';
import type { Predict, PredictionAnswer, ServingState } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import type { PredictionMetrics } from '../metrics/prediction-metrics';
import type { RequestWatch } from '../requests/request-watch';
import { watchedRows } from '../requests/watched-rows';
import { toCommand, toResponse } from './predict-body';
import { compileEnvelope } from './predict-envelope';

export interface PredictRouteParts {
  readonly predict: Predict;
  readonly state: ServingState;
  readonly metrics: PredictionMetrics;
  readonly watch: RequestWatch;
}

/** Answers `:predict`, whichever way the body came in. */
export type AnswerPredict = (
  model: string,
  body: unknown,
  identity: Identity | undefined,
  traceparent: string | undefined,
) => Promise<PredictResponse>;

export function answerPredict({ predict, state, metrics, watch }: PredictRouteParts): AnswerPredict {
  const parseEnvelope = compileEnvelope();
  return async (model, body, identity, traceparent) => {
    const startedAtMs = performance.now();
    const trace = watch.begin(':predict', traceparent);
    try {
      const command = toCommand(model, parseEnvelope(body), identity, trace);
      const answers = await predict.execute(command);
      const { version, predictionId } = answers[0] as PredictionAnswer;
      metrics.answered(model, version, (performance.now() - startedAtMs) / 1_000);
      if (watch.isWatched(model, predictionId, trace))
        watch.answered({ route: ':predict', model, startedAtMs, identity, trace }, watchedRows(command, answers));
      return toResponse(model, answers);
    } catch (error) {
      metrics.refused(state.table.find(model) ? model : 'unknown', problemOf(error).code);
      watch.refused({ route: ':predict', model, startedAtMs, identity, trace }, error);
      throw error;
    }
  };
}

export function registerPredictRoute(server: FastifyInstance, answer: AnswerPredict): void {
  server.post<{ Params: { model: string } }>(
    '/v1/models/:model([^:]+)::predict',
    { config: { access: 'POST /v1/models/:model\\:predict' } },
    ({ params, body, identity, headers }) =>
      answer(params.model, body, identity, headers['traceparent'] as string | undefined),
  );
}
