import { z } from 'zod';
import { wire } from './wire.dto';

export const viewType = z
  .enum(['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'])
  .nullish()
  .transform((value) => value ?? 'ACTIVE_ONLY');

export const experimentId = z.union([z.string().min(1).max(32), z.number().int()]).transform(String);

export const createExperiment = z.object({
  name: z.string().min(1).max(500),
  artifact_location: wire.optional(z.string()),
  tags: wire.list(wire.tag),
});
export const byId = z.object({ experiment_id: experimentId });
export const byName = z.object({ experiment_name: z.string() });
export const updateExperiment = byId.extend({ new_name: z.string().min(1).max(500) });
export const experimentTag = byId.extend({ key: wire.key, value: z.string().max(wire.maxTag) });
export const experimentTagKey = byId.extend({ key: wire.key });
export const searchExperiments = z.object({
  view_type: viewType,
  max_results: wire.pageSize(1_000, 50_000),
  filter: wire.optional(z.string()),
  order_by: wire.list(wire.text),
  page_token: wire.optional(z.string()),
});
