import { z } from 'zod';

export interface SettingNotes {
  readonly description: string;
  /** What to type when it is wrong, e.g. `export DATABASE_URL=postgresql://user:password@host:5432/plumbline`. */
  readonly remedy?: string;
  readonly secret?: boolean;
}

/** Attaches what the reference and the error message say. Must be the outermost call: a wrapper loses its notes. */
export function setting<T extends z.ZodType>(schema: T, notes: SettingNotes): T {
  return schema.meta({ ...notes });
}

export const portSetting = (defaultPort: number, description: string) =>
  setting(z.coerce.number().int().min(0).max(65_535).default(defaultPort), {
    description,
    remedy: `give a port number, e.g. ${defaultPort}`,
  });

export const millisecondsSetting = (defaultMs: number, description: string) =>
  setting(z.coerce.number().int().min(0).default(defaultMs), {
    description,
    remedy: `give whole milliseconds, e.g. ${defaultMs}`,
  });

export const flagSetting = (defaultValue: boolean, description: string) =>
  setting(
    z
      .enum(['1', '0', 'true', 'false'])
      .default(defaultValue ? '1' : '0')
      .transform((text) => text === '1' || text === 'true'),
    { description, remedy: 'give 1 or 0' },
  );
