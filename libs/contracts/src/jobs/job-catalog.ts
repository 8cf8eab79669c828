import { z } from 'zod';

export const retrainingTriggerSchema = z.enum(['drift', 'performance', 'fairness', 'schedule', 'labels', 'person']);
export type RetrainingTrigger = z.infer<typeof retrainingTriggerSchema>;

interface JobDefinition {
  readonly queue: string;
  readonly schema: z.ZodType;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly timeoutMs: number;
  /** So many of its queue at once in one worker process. Default 1. */
  readonly concurrency?: number;
}

/** Every background job: parsed when put in and when taken out. A job without a handler stops the start. */
export const JOB_CATALOG = {
  'retraining.consider': {
    queue: 'retraining-triggers',
    schema: z.object({
      model: z.string(),
      trigger: retrainingTriggerSchema,
      detail: z.record(z.string(), z.unknown()).default({}),
      requestedBy: z.string(),
    }),
    attempts: 5,
    backoffMs: 500,
    timeoutMs: 30_000,
  },
  'retraining.run': {
    queue: 'retraining-runs',
    schema: z.object({ runId: z.uuid() }),
    attempts: 3,
    backoffMs: 1_000,
    timeoutMs: 30 * 60_000,
  },
  'rollouts.tick': {
    queue: 'rollouts',
    schema: z.object({}),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 30_000,
  },
  'deliveries.sweep': {
    queue: 'deliveries-sweep',
    schema: z.object({}),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 30_000,
  },
  /** One attempt; when the next one is due stands with the delivery. */
  'deliveries.send': {
    queue: 'deliveries',
    schema: z.object({ deliveryId: z.uuid() }),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 60_000,
    concurrency: 4,
  },
  'alerts.watch': {
    queue: 'alerts',
    schema: z.object({}),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 60_000,
  },
  /** Ground truth by the label policy: negatives by time-out, early negatives that are mature. */
  'labels.settle': {
    queue: 'labels',
    schema: z.object({}),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 60_000,
  },
  'windows.retain': {
    queue: 'windows',
    schema: z.object({}),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 5 * 60_000,
  },
  'audit.sequence': {
    queue: 'audit',
    schema: z.object({}),
    attempts: 1,
    backoffMs: 0,
    timeoutMs: 60_000,
  },
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof JOB_CATALOG;
export type JobPayload<N extends JobName> = z.infer<(typeof JOB_CATALOG)[N]['schema']>;
