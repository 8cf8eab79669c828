import { mailSettings } from '@plumbline/monitoring-adapters';
import { millisecondsSetting, parseSettings, portSetting, serviceSettings } from '@plumbline/platform';
import type { z } from 'zod';

export const settingsSchema = serviceSettings({
  MONITOR_PORT: portSetting(3001, 'Port of health and metrics of the monitor.'),
  MONITOR_EVALUATE_MS: millisecondsSetting(500, 'Pause between two looks for newly closed windows.'),
  ...mailSettings,
});

export type MonitorSettings = z.output<typeof settingsSchema>;

export const readSettings = (): MonitorSettings => parseSettings(settingsSchema, process.env);
