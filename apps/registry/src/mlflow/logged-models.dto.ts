import { LOGGED_MODEL_STATUSES } from '@plumbline/registry-core';
import { z } from 'zod';
import { experimentId } from './experiments.dto';
import { wire } from './wire.dto';

export const modelId = z.object({ id: z.string().max(64) });
export const modelTagKey = modelId.extend({ key: wire.key });

export const createLoggedModel = z.object({
  experiment_id: experimentId.nullish().transform((id) => id ?? '0'),
  name: wire.optional(z.string().max(500)),
  model_type: wire.optional(z.string().max(500)),
  source_run_id: wire.optional(z.string().max(64)),
  params: wire.list(wire.param),
  tags: wire.list(wire.tag),
});
export const finalize = z.object({ status: z.enum(LOGGED_MODEL_STATUSES) });
export const modelParams = z.object({ params: wire.list(wire.param) });
export const modelTags = z.object({ tags: wire.list(wire.tag) });
export const readLoggedModel = z.object({
  allow_deleted: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .nullish()
    .transform((value) => value === true || value === 'true'),
});
export const directories = z.object({ artifact_directory_path: wire.optional(z.string()) });
export const searchLoggedModels = z.object({
  experiment_ids: wire.list(experimentId),
  filter: wire.optional(z.string()),
  max_results: wire.pageSize(100, 5_000),
  order_by: wire.list(
    z.object({
      field_name: wire.text,
      ascending: z
        .boolean()
        .nullish()
        .transform((value) => value ?? true),
    }),
  ),
  page_token: wire.optional(z.string()),
});
