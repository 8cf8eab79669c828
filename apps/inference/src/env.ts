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
