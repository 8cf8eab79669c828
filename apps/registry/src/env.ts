import { webhookSettings } from '@plumbline/monitoring-adapters';
import {
  flagSetting,
  oidcSettings,
  oidcSignInSettings,
  parseSettings,
  portSetting,
  serviceSettings,
  setting,
} from '@plumbline/platform';
import { z } from 'zod';

export const settingsSchema = serviceSettings({
  REGISTRY_PORT: portSetting(3000, 'Port of the control plane and the dashboard.'),
  INFERENCE_URL: setting(z.url().optional(), {
    description: 'Where the dashboard tells people to send predictions. Default: INFERENCE_PORT on this machine.',
    remedy: 'give http://host:8080, or leave it out',
  }),
  INFERENCE_PORT: portSetting(8080, 'Port of the inference service on this machine.'),
  DASHBOARD_DIR: setting(z.string().min(1).default('dist/apps/dashboard'), {
    description: 'Folder of the built dashboard.',
    remedy: 'give the folder that holds index.html',
  }),
  UPLOAD_MAX_BYTES: setting(
    z.coerce
      .number()
      .int()
      .positive()
      .default(4 * 2 ** 30),
    {
      description: 'Most bytes of one model with its external data. Default: 4 GiB.',
      remedy: 'give whole bytes, e.g. 4294967296',
    },
  ),
  ...webhookSettings,
  ...oidcSettings,
  ...oidcSignInSettings,
  COOKIE_SECURE: flagSetting(false, 'Mark the session cookie Secure: set it behind HTTPS.'),
});

export type RegistrySettings = z.output<typeof settingsSchema>;

export const readSettings = (): RegistrySettings => parseSettings(settingsSchema, process.env);
