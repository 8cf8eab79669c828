import { listSettings, type SettingReference } from '@plumbline/platform';
import { settingsSchema as inference } from '../../apps/inference/src/env';
import { settingsSchema as monitor } from '../../apps/monitor/src/env';
import { settingsSchema as registry } from '../../apps/registry/src/env';
import { settingsSchema as retraining } from '../../apps/retraining/src/env';
import { code, page, table } from './markdown-page';

const SCHEMAS = { registry, inference, monitor, retraining };

interface SettingRow extends SettingReference {
  readonly services: string[];
}

/** One row for a setting that says the same in several services. */
function rows(): SettingRow[] {
  const found = new Map<string, SettingRow>();
  for (const [service, schema] of Object.entries(SCHEMAS)) {
    for (const setting of listSettings(schema)) {
      const key = JSON.stringify(setting);
      const known = found.get(key);
      if (known) known.services.push(service);
      else found.set(key, { ...setting, services: [service] });
    }
  }
  return [...found.values()];
}

const whereUsed = (services: readonly string[]): string =>
  services.length === Object.keys(SCHEMAS).length ? 'all' : services.join(', ');

function fallback({ required, default: value }: SettingRow): string {
  if (required) return 'must be set';
  return value === null || value === '' ? '-' : code(value);
}

export const settingsPage = (): string =>
  page('Settings', [
    'Environment variables, read once at the start of a service. A wrong one stops the start with its name and reason.',
    table(
      ['name', 'service', 'default', 'secret', 'meaning', 'remedy when it is wrong'],
      rows().map((setting) => [
        code(setting.name),
        whereUsed(setting.services),
        fallback(setting),
        setting.secret ? 'yes' : '',
        setting.description,
        setting.remedy,
      ]),
    ),
  ]);
