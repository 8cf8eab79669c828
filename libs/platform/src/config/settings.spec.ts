import { listSettings } from './list-settings';
import { parseSettings } from './parse-settings';
import { serviceSettings } from './platform-settings';
import { flagSetting, millisecondsSetting, portSetting } from './setting';
import type { SettingsError } from './settings.errors';

const schema = serviceSettings({
  REGISTRY_PORT: portSetting(3000, 'Port of the control plane.'),
  DEMO: flagSetting(true, 'Seeds the demo.'),
  POLL_MS: millisecondsSetting(1_000, 'How often it looks.'),
});
const DATABASE_URL = 'postgresql://u:secret@127.0.0.1:5432/plumbline';

function refusal(env: Record<string, string>): SettingsError {
  try {
    parseSettings(schema, env);
  } catch (error) {
    return error as SettingsError;
  }
  throw new TypeError('was accepted');
}

describe('settings', () => {
  it('parses text into values and fills in defaults', () => {
    const settings = parseSettings(schema, {
      DATABASE_URL,
      KAFKA_BROKERS: 'a:9092, b:9093',
      DEMO: '0',
      POLL_MS: '250',
    });
    expect(settings).toMatchObject({
      DATABASE_URL,
      KAFKA_BROKERS: ['a:9092', 'b:9093'],
      BIND_ADDRESS: '127.0.0.1',
      PLUMBLINE_DATA_DIR: '.plumbline',
      LOG_LEVEL: 'info',
      REGISTRY_PORT: 3000,
      DEMO: false,
      POLL_MS: 250,
    });
    expect(settings.REDIS_URL).toBeUndefined();
  });

  it('takes an empty variable for one that is not set, and leaves foreign ones out', () => {
    const settings = parseSettings(schema, { DATABASE_URL, REDIS_URL: '', HOME: '/root' });
    expect(settings.REDIS_URL).toBeUndefined();
    expect(settings).not.toHaveProperty('HOME');
  });

  it('names every wrong variable at once, with what it is for and what to do', () => {
    const error = refusal({ REGISTRY_PORT: '70000', KAFKA_BROKERS: 'nonsense' });
    expect(error.code).toBe('settings_invalid');
    expect(error.fields.map(({ pointer }) => pointer).sort()).toEqual([
      '/DATABASE_URL',
      '/KAFKA_BROKERS',
      '/REGISTRY_PORT',
    ]);
    expect(error.message).toMatch(/DATABASE_URL: is not set; .*PostgreSQL 15.*Remedy: give postgresql:/);
    expect(error.message).toMatch(/REGISTRY_PORT: is "70000"; .*65535.*Remedy/);
    expect(error.message).toMatch(/KAFKA_BROKERS: is "nonsense"; expected host:port/);
  });

  it('never shows the value of a secret', () => {
    const { message } = refusal({ DATABASE_URL: 'mysql://u:hunter2@db/x', PLUMBLINE_ADMIN_TOKEN: 'hunter3 x' });
    expect(message).toContain('PLUMBLINE_ADMIN_TOKEN: is wrong');
    expect(message).not.toMatch(/hunter/);
  });

  it.each([
    ['DATABASE_URL', 'postgres://'],
    ['REDIS_URL', 'http://x'],
    ['LOG_LEVEL', 'loud'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['ARTIFACT_URL', '/tmp/x'],
    ['REGISTRY_PORT', '3.5'],
    ['DEMO', 'maybe'],
    ['POLL_MS', '-1'],
  ])('refuses %s=%s', (name, value) => {
    const { fields } = refusal({ DATABASE_URL, [name]: value });
    expect(fields.map(({ pointer }) => pointer)).toEqual([`/${name}`]);
  });

  it('lists them all for the reference, with defaults as they would be typed', () => {
    const byName = new Map(listSettings(schema).map((row) => [row.name, row]));
    expect(byName.get('DATABASE_URL')).toMatchObject({ required: true, default: null, secret: true });
    expect(byName.get('REGISTRY_PORT')).toMatchObject({ required: false, default: '3000', secret: false });
    expect(byName.get('DEMO')).toMatchObject({ default: '1' });
    expect(byName.get('REDIS_URL')).toMatchObject({ required: false, default: null });
    for (const row of byName.values())
      expect([row.name, row.description !== '', row.remedy !== '']).toEqual([row.name, true, true]);
  });
});
