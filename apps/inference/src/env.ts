import { flagSetting, parseSettings, portSetting, serviceSettings, setting } from '@plumbline/platform';
import { z } from 'zod';

export const settingsSchema = serviceSettings({
  INFERENCE_PORT: portSetting(8080, 'Port of the REST data plane.'),
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
