import { z } from 'zod';
import { TOPICS } from '../events/topics';
import { modelNameSchema } from '../registry/models';

export const DEAD_LETTER_SOURCES = [TOPICS.predictions, TOPICS.outcomes] as const;

const reason = z.string().trim().min(3, 'say why, for the audit log').max(1_000);

export const replayDeadLetterBodySchema = z.strictObject({ reason });

/** All that fit and were not sent again yet, oldest first, so many a call. */
export const replayDeadLettersBodySchema = z.strictObject({
  model: modelNameSchema.optional(),
  topic: z.enum(DEAD_LETTER_SOURCES).optional(),
  limit: z.int().min(1).max(500).default(500),
  reason,
});
