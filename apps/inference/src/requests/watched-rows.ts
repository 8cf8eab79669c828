import type { PredictCommand, PredictionAnswer } from '@plumbline/serving-core';
import type { WatchedRow } from './request-watch';

/** Each answered row with whom it is about and what was asked. */
export const watchedRows = (
  { subjects, instances }: PredictCommand,
  answers: readonly PredictionAnswer[],
): WatchedRow[] =>
  answers.map(({ predictionId, version, score }, i) => ({
    predictionId,
    version,
    score,
    subject: subjects?.[i],
    instance: instances[i],
  }));
