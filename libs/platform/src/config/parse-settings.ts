import type { z } from 'zod';
import { SettingsError } from './settings.errors';
import type { SettingNotes } from './setting';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment once, at the start. An empty variable counts as not set.
 * @throws SettingsError that names every wrong variable, what was expected and what to do. Values of secrets are not shown.
 */
export function parseSettings<T extends z.ZodObject>(schema: T, env: Environment): z.output<T> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .filter((name) => env[name] !== undefined && env[name] !== '')
      .map((name) => [name, env[name]]),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = new Map<string, string>();
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? '');
    if (!problems.has(name)) problems.set(name, issue.message);
  }
  const lines = [...problems].map(([name, message]) => `  ${name}: ${describe(schema, name, given[name], message)}`);
  const fields = [...problems].map(([name, detail]) => ({ pointer: `/${name}`, detail }));
  throw new SettingsError(`Settings do not fit:\n${lines.join('\n')}`, fields);
}

function describe(schema: z.ZodObject, name: string, value: string | undefined, message: string): string {
  const notes = notesOf(schema, name);
  const shown = value === undefined ? 'is not set' : notes.secret ? 'is wrong' : `is ${JSON.stringify(value)}`;
  return [
    `${shown}; ${message}`,
    notes.description && `(${notes.description})`,
    notes.remedy && `Remedy: ${notes.remedy}`,
  ]
    .filter(Boolean)
    .join('. ');
}

export function notesOf(schema: z.ZodObject, name: string): Partial<SettingNotes> {
  const field = schema.shape[name] as z.ZodType | undefined;
  return (field?.meta() ?? {}) as Partial<SettingNotes>;
}
