import type { z } from 'zod';
import { notesOf } from './parse-settings';

export interface SettingReference {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** As it would be typed; null when there is none. */
  readonly default: string | null;
  readonly secret: boolean;
  readonly remedy: string;
}

/** Rows of the generated settings reference, in the order of the schema. */
export function listSettings(schema: z.ZodObject): SettingReference[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const notes = notesOf(schema, name);
    const unset = (field as z.ZodType).safeParse(undefined);
    const fallback = unset.success ? unset.data : undefined;
    return {
      name,
      description: notes.description ?? '',
      required: !unset.success,
      default:
        fallback === undefined ? null : typeof fallback === 'boolean' ? (fallback ? '1' : '0') : String(fallback),
      secret: notes.secret ?? false,
      remedy: notes.remedy ?? '',
    };
  });
}
