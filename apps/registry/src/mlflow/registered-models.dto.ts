import { z } from 'zod';
import { wire } from './wire.dto';

const version = z.union([z.string(), z.number().int()]).transform(String);
const search = {
  filter: wire.optional(z.string()),
  order_by: wire.list(wire.text),
  page_token: wire.optional(z.string()),
};

export const named = z.object({ name: z.string() });
export const createModel = named.extend({
  tags: wire.list(wire.registryTag),
  description: wire.optional(z.string().max(5_000)),
});
export const describeModel = named.extend({
  description: z
    .string()
    .max(5_000)
    .nullish()
    .transform((value) => value ?? ''),
});
export const renameModel = named.extend({ new_name: z.string() });
export const modelTag = named.extend(wire.registryTag.shape);
export const modelTagKey = named.extend({ key: wire.key });
export const searchModels = z.object({ ...search, max_results: wire.pageSize(100, 1_000) });
export const ofAlias = named.extend({ alias: z.string().min(1) });
export const setAlias = ofAlias.extend({ version });

export const ofVersion = named.extend({ version });
export const createVersion = named.extend({
  source: z.string().min(1),
  run_id: wire.optional(z.string()),
  model_id: wire.optional(z.string()),
  run_link: wire.optional(z.string().max(5_000)),
  description: wire.optional(z.string().max(5_000)),
  tags: wire.list(wire.registryTag),
});
export const describeVersion = describeModel.extend({ version });
export const versionTag = modelTag.extend({ version });
export const versionTagKey = modelTagKey.extend({ version });
/** As MLflow's own server: fewer than the protocol's 200,000. */
export const searchVersions = z.object({ ...search, max_results: wire.pageSize(10_000, 200_000) });
