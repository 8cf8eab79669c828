import { PlumblineError, type FieldProblem } from '@plumbline/problem';
import type { z, ZodError } from 'zod';

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export const zodFields = (error: ZodError): FieldProblem[] =>
  error.issues.map(({ path, message }) => ({ pointer: pointerOf(path), detail: message }));

export function invalidInput(error: ZodError, code = 'input_invalid'): PlumblineError {
  const fields = zodFields(error);
  const first = fields[0];
  const where = first?.pointer ? `${first.pointer}: ` : '';
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
  return new PlumblineError('invalid', code, `${where}${first?.detail ?? 'does not fit'}${more}`, {
    fields,
    cause: error,
  });
}

/** Body, query or parameters of a request. @throws PlumblineError `invalid` with one pointer per wrong field */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidInput(result.error);
}
