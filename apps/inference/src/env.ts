import { flagSetting, oidcSettings, parseSettings, portSetting, serviceSettings, setting } from '@plumbline/platform';
import { z } from 'zod';

export const settingsSchema = serviceSettings({
  ...oidcSettings,
  INFERENCE_PORT: portSetting(8080, 'Port of the REST data plane.'),
  INFERENCE_GRPC_PORT: portSetting(8081, 'Port of the gRPC data plane (Open Inference Protocol v2).'),
  INFERENCE_PROCESSES: setting(z.coerce.number().int().min(1).max(64).optional(), {
    description: 'Processes that answer behind the one port. Default: one a core.',
    remedy: 'give a whole number from 1 to 64',
  }),
  INFERENCE_DEADLINE_MS: setting(z.coerce.number().int().min(1).max(600_000).default(2_000), {
    description:
      'How long a request may wait to be run before it is refused with 503. A request may ask for less: `parameters.timeoutMs`, or `timeout` in microseconds in the Open Inference Protocol.',
    remedy: 'give whole milliseconds, e.g. 2000',
  }),
  INFERENCE_MAX_QUEUED_ROWS: setting(z.coerce.number().int().min(1).max(10_000_000).default(4_096), {
    description:
      'Rows that may wait for one version in one process; a request that would make it more is refused with 503.',
    remedy: 'give a whole number, e.g. 4096',
  }),
  INFERENCE_WORKERS: setting(z.enum(['auto', 'always', 'never']).default('auto'), {
    description:
      'Which models run in a process of their own beside each inference process. auto: those that take more than 2 ms a row, are larger than 64 MB with all their files, or hold a loop.',
    remedy: 'give auto, always or never',
  }),
  INFERENCE_RUN_LIMIT_MS: setting(z.coerce.number().int().min(100).max(600_000).default(10_000), {
    description:
      'A run in that process which takes longer is given up, its requests are answered 503, and the process is replaced.',
    remedy: 'give whole milliseconds, e.g. 10000',
  }),
  RATE_LIMIT_PER_SECOND: setting(z.coerce.number().min(0).max(1_000_000).default(0), {
    description:
      'Requests a second that one token may make to one inference process; further ones are refused with 429. 0: no limit.',
    remedy: 'give a number, e.g. 100',
  }),
  RATE_LIMIT_BURST: setting(z.coerce.number().int().min(1).max(1_000_000).optional(), {
    description:
      'Requests that a token may make at once after a pause. Default: what RATE_LIMIT_PER_SECOND allows in a second.',
    remedy: 'give a whole number, e.g. 200',
  }),
  SPOOL_MAX_BYTES: setting(z.coerce.number().int().min(1_000_000).default(1_073_741_824), {
    description: 'Bytes of events that may wait on disk for the event bus before predictions are refused.',
    remedy: 'give whole bytes, e.g. 1073741824',
  }),
  SPOOL_FSYNC: flagSetting(
    false,
    'Flush each event to the disk before the answer: a power failure loses nothing either, and every answer waits for it.',
  ),
});

export type InferenceSettings = z.output<typeof settingsSchema>;

export const readSettings = (): InferenceSettings => parseSettings(settingsSchema, process.env);

/** A package of one version has no database: tokens come from the environment, as hashes. */
export const packagedSettingsSchema = settingsSchema
  .pick({
    INFERENCE_PORT: true,
    INFERENCE_GRPC_PORT: true,
    BIND_ADDRESS: true,
    LOG_LEVEL: true,
    KAFKA_BROKERS: true,
    KAFKA_TOPIC_PREFIX: true,
    PLUMBLINE_DATA_DIR: true,
    INFERENCE_DEADLINE_MS: true,
    INFERENCE_MAX_QUEUED_ROWS: true,
    INFERENCE_WORKERS: true,
    INFERENCE_RUN_LIMIT_MS: true,
    RATE_LIMIT_PER_SECOND: true,
    RATE_LIMIT_BURST: true,
    SPOOL_MAX_BYTES: true,
    SPOOL_FSYNC: true,
  })
  .extend({
    PREDICT_TOKEN_SHA256: setting(
      z
        .string()
        .transform((text) => text.split(',').map((hash) => hash.trim()))
        .pipe(z.array(z.string().regex(/^[0-9a-f]{64}$/, 'expected SHA-256 in lower-case hex, several with commas'))),
      {
        description: 'SHA-256 of the tokens that may ask a packaged model.',
        remedy: 'printf %s "$TOKEN" | sha256sum',
        secret: true,
      },
    ),
  });

export type PackagedSettings = z.output<typeof packagedSettingsSchema>;

export const readPackagedSettings = (): PackagedSettings => parseSettings(packagedSettingsSchema, process.env);
