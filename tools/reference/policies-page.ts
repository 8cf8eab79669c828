import { POLICY_SCHEMAS } from '@plumbline/contracts';
import { z } from 'zod';
import { code, page, table } from './markdown-page';

type FieldSchema = z.core.JSONSchema.BaseSchema;

function bounds(field: FieldSchema): string {
  const low = field.minimum ?? field.exclusiveMinimum;
  const high = field.maximum ?? field.exclusiveMaximum;
  const parts = [
    low !== undefined && `${field.minimum === undefined ? '>' : '>='} ${low}`,
    // Every whole number of zod ends here: nothing that a reader must know.
    high !== undefined && high !== Number.MAX_SAFE_INTEGER && `${field.maximum === undefined ? '<' : '<='} ${high}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function kind(field: FieldSchema): string {
  if (field.enum) return field.enum.join(', ');
  if (field.type === 'array') return `list of: ${kind(field.items as FieldSchema)}`;
  if (field.type === 'object' && field.properties) {
    const fields = Object.entries(field.properties).map(([name, inner]) => `${name}: ${kind(inner as FieldSchema)}`);
    return `{ ${fields.join('; ')} }`;
  }
  return [String(field.type), bounds(field)].filter(Boolean).join(' ');
}

function rows(schema: z.ZodType): string[][] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const field = property as FieldSchema;
    return [code(name), kind(field), code(JSON.stringify(field.default)), field.description ?? ''];
  });
}

export const policiesPage = (): string =>
  page('Policies', [
    'Versioned data of each model, in force from the next decision on. Read and write: `/api/v1/models/{model}/policies`.',
    ...Object.entries(POLICY_SCHEMAS).flatMap(([name, schema]) => [
      `## ${name}`,
      table(['field', 'value', 'default', 'meaning'], rows(schema)),
    ]),
  ]);
