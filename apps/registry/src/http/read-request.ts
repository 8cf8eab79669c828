import { aliasNameSchema, modelNameSchema } from '@plumbline/contracts';
import { parseInput } from '@plumbline/platform';
import { z } from 'zod';
import { refuseUnstorableText } from './storable-text';

/** A JSON body against its contract. */
export function readBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = parseInput(schema, body ?? {});
  refuseUnstorableText(parsed);
  return parsed;
}

const modelParams = z.object({ model: modelNameSchema });
const versionParams = modelParams.extend({ version: z.coerce.number().int().positive().max(2_147_483_647) });
const aliasParams = modelParams.extend({ alias: aliasNameSchema });
const idParams = z.object({ id: z.uuid('expected a UUID') });

export const readModel = (params: unknown) => parseInput(modelParams, params).model;
export const readVersion = (params: unknown) => parseInput(versionParams, params);
export const readAlias = (params: unknown) => parseInput(aliasParams, params);
export const readId = (params: unknown) => parseInput(idParams, params).id;

const revision = z
  .string()
  .regex(/^(W\/)?"?\d{1,9}"?$/, 'If-Match is the revision you saw, such as "3"')
  .transform((text) => Number(text.replaceAll(/\D/g, '')));
const ifMatch = z.object({ 'if-match': z.union([z.literal('*'), revision]).optional() });

/** Revision of an If-Match header; undefined when there is none, or `*`. */
function readIfMatch(headers: Readonly<Record<string, unknown>>): number | undefined {
  const { 'if-match': expected } = parseInput(ifMatch, { 'if-match': headers['if-match'] });
  return typeof expected === 'number' ? expected : undefined;
}

/** The command's part of If-Match, absent rather than undefined; `If-None-Match: *` is revision 0: it must not exist. */
export function expectedRevision(headers: Readonly<Record<string, unknown>>): { expectedRevision?: number } {
  if (headers['if-none-match'] === '*') return { expectedRevision: 0 };
  const revisionSeen = readIfMatch(headers);
  return revisionSeen === undefined ? {} : { expectedRevision: revisionSeen };
}

export const pageQuery = z.object({
  cursor: z.string().min(1).max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
/** Lists whose order is that of their ids. */
export const idPageQuery = pageQuery.extend({ cursor: z.uuid('expected a cursor of this list').optional() });
export const numberCursor = z.coerce.number().int().positive().optional();

/** Revision as an entity tag, to be sent back in If-Match. */
export const etagOf = (revisionSeen: number): string => `"${revisionSeen}"`;

export const dateQuery = z.iso
  .datetime({ offset: true, local: true })
  .transform((text) => new Date(text))
  .optional();
