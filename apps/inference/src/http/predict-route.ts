import type { PredictResponse } from '@plumbline/contracts';
import { problemOf, type Identity } from '@plumbline/platform';
import type { Predict, PredictionAnswer, ServingState } from '@plumbline/serving-core';
import type { FastifyInstance } from 'fastify';
import type { PredictionMetrics } from '../metrics/prediction-metrics';
import { toCommand, toResponse } from './predict-body';
import { compileEnvelope } from './predict-envelope';

export interface PredictRouteParts {
  readonly predict: Predict;
  readonly state: ServingState;
  readonly metrics: PredictionMetrics;
}

/** Answers `:predict`, whichever way the body came in. */
export type AnswerPredict = (model: string, body: unknown, identity: Identity | undefined) => Promise<PredictResponse>;

export function answerPredict({ predict, state, metrics }: PredictRouteParts): AnswerPredict {
  const parseEnvelope = compileEnvelope();
  return async (model, body, identity) => {
    const startedAt = performance.now();
    try {
      const answers = await predict.execute(toCommand(model, parseEnvelope(body), identity));
      const version = (answers[0] as PredictionAnswer).version;
      metrics.answered(model, version, (performance.now() - startedAt) / 1_000);
      return toResponse(model, answers);
    } catch (error) {
      metrics.refused(state.table.find(model) ? model : 'unknown', problemOf(error).code);
      throw error;
    }
  };
}

export function registerPredictRoute(server: FastifyInstance, answer: AnswerPredict): void {
  server.post<{ Params: { model: string } }>(
    '/v1/models/:model([^:]+)::predict',
    { config: { access: 'POST /v1/models/:model\\:predict' } },
    (request) => answer(request.params.model, request.body, request.identity),
  );
}
