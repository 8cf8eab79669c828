import { RUN_STATUSES } from '@plumbline/registry-core';
import { z } from 'zod';
import { experimentId, viewType } from './experiments.dto';
import { present, wire } from './wire.dto';

interface RunIds {
  readonly run_id?: string | undefined;
  readonly run_uuid?: string | undefined;
}

/** `run_uuid` is the older name of `run_id`; clients send both. */
export const runIdOf = ({ run_id: id, run_uuid: older }: RunIds): string => id || older || '';

const ofRun = <T extends z.ZodRawShape>(fields: T) =>
  z
    .object({ run_id: wire.optional(z.string()), run_uuid: wire.optional(z.string()), ...fields })
    .refine((value) => runIdOf(value as RunIds) !== '', {
      message: "Missing value for required parameter 'run_id'",
      path: ['run_id'],
    });

const metricFields = {
  key: wire.key,
  value: wire.double,
  timestamp: wire.integer,
  step: wire.optional(wire.integer).transform((step) => step ?? 0),
  model_id: wire.optional(z.string().max(64)),
  dataset_name: wire.optional(z.string().max(500)),
  dataset_digest: wire.optional(z.string().max(64)),
};
const metric = z.object(metricFields);

export const toMetric = ({ key, value, timestamp, step, ...rest }: z.output<typeof metric>) => ({
  ...{ key, value, timestampMs: timestamp, step },
  ...present({ modelId: rest.model_id, datasetName: rest.dataset_name, datasetDigest: rest.dataset_digest }),
});

export const createRun = z.object({
  experiment_id: experimentId.nullish().transform((id) => id ?? '0'),
  user_id: wire.optional(z.string().max(256)),
  run_name: wire.optional(z.string().max(wire.maxTag)),
  start_time: wire.optional(wire.integer),
  tags: wire.list(wire.tag),
});
export const oneRun = ofRun({});
export const updateRun = ofRun({
  status: wire.optional(z.enum(RUN_STATUSES)),
  end_time: wire.optional(wire.integer),
  run_name: wire.optional(z.string().max(wire.maxTag)),
});
export const logMetric = ofRun(metricFields);
export const logParam = ofRun(wire.param.shape);
export const setTag = ofRun(wire.tag.shape);
export const deleteTag = ofRun({ key: wire.key });
export const logBatch = ofRun({
  metrics: wire.list(metric).refine(({ length }) => length <= 1_000, 'at most 1000 metrics'),
  params: wire.list(wire.param).refine(({ length }) => length <= 100, 'at most 100 params'),
  tags: wire.list(wire.tag).refine(({ length }) => length <= 100, 'at most 100 tags'),
});
export const logModel = ofRun({ model_json: z.string().max(1_000_000) });
export const logInputs = ofRun({
  datasets: wire.list(
    z.object({
      dataset: z.looseObject({ name: z.string().max(500), digest: z.string().max(64) }),
      tags: wire.list(wire.tag),
    }),
  ),
  models: wire.list(z.object({ model_id: z.string() })),
});
export const logOutputs = z.object({
  run_id: z.string(),
  models: wire.list(
    z.object({
      model_id: z.string().max(64),
      step: wire.optional(wire.integer).transform((step) => step ?? 0),
    }),
  ),
});
export const searchRuns = z.object({
  experiment_ids: wire.list(experimentId),
  filter: wire.optional(z.string()),
  run_view_type: viewType,
  max_results: wire.pageSize(1_000, 50_000),
  order_by: wire.list(wire.text),
  page_token: wire.optional(z.string()),
});
export const history = ofRun({
  metric_key: wire.key,
  max_results: wire.pageSize(25_000, 25_000),
  page_token: wire.optional(z.string()),
});
