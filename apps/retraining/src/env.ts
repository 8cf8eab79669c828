import { mailSettings, webhookSettings } from '@plumbline/monitoring-adapters';
import { millisecondsSetting, parseSettings, portSetting, serviceSettings } from '@plumbline/platform';
import type { z } from 'zod';

export const settingsSchema = serviceSettings({
  RETRAINING_PORT: portSetting(3002, 'Port of health and metrics of the retraining workers.'),
  ROLLOUT_TICK_MS: millisecondsSetting(500, 'How often open rollouts are judged.'),
  AUDIT_SEQUENCE_MS: millisecondsSetting(2_000, 'How often new audit entries are put into the provable log.'),
  DELIVERY_SWEEP_MS: millisecondsSetting(1_000, 'How often webhooks and e-mails that are due are looked for.'),
  LABELS_SETTLE_MS: millisecondsSetting(
    5_000,
    'How often predictions whose label horizon has passed are looked for; see the label policy.',
  ),
  DELIVERY_RETRY_MS: millisecondsSetting(
    5_000,
    'Pause before the second attempt of a webhook or e-mail; it grows threefold with each, and ends after twelve attempts.',
  ),
  ...webhookSettings,
  ...mailSettings,
});

export type RetrainingSettings = z.output<typeof settingsSchema>;

export const readSettings = (): RetrainingSettings => parseSettings(settingsSchema, process.env);
