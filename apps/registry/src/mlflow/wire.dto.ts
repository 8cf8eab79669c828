import { parseInput } from '@plumbline/platform';
import { z } from 'zod';
import { refuseUnstorableText } from '../http/storable-text';

/** Protobuf's JSON writes int64 as text; clients send both. */
const integer = z
  .union([z.number().int(), z.string().regex(/^-?\d{1,16}$/, 'expected an integer')])
  .transform(Number)
  .refine(Number.isSafeInteger, 'expected an integer');

const double = z
  .union([
    z.number(),
    z.string().regex(/^(NaN|-?Infinity|[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)$/, 'expected a number'),
  ])
  .transform(Number);

/** A query gives a list of one as a plain text. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined || value === null ? [] : [value].flat()), z.array(item));

/** Fields that a client may leave out, or send as null. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const MAX_KEY = 250;
const MAX_TAG = 8_000;
const MAX_REGISTRY_TAG = 100_000;
const MAX_PARAM = 6_000;

const key = z.string().min(1).max(MAX_KEY);
const pairOf = (maxValue: number) =>
  z.object({
    key,
    value: z
      .string()
      .max(maxValue)
      .nullish()
      .transform((value) => value ?? ''),
  });
const text = z.string().max(20_000);

/** How many rows a page may have. */
const pageSize = (fallback: number, most: number) =>
  optional(integer.refine((value) => value >= 1 && value <= most, `expected 1 to ${most}`)).transform(
    (value) => value ?? fallback,
  );

export const wire = {
  integer,
  double,
  list,
  optional,
  key,
  text,
  pageSize,
  tag: pairOf(MAX_TAG),
  registryTag: pairOf(MAX_REGISTRY_TAG),
  param: pairOf(MAX_PARAM),
  maxTag: MAX_TAG,
  maxRegistryTag: MAX_REGISTRY_TAG,
};

/** Body or query of a request; unknown fields are left out. @throws PlumblineError `invalid` that names the field */
export function readWire<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = parseInput(schema, value ?? {});
  refuseUnstorableText(parsed);
  return parsed;
}

/** Without the fields that were left out. */
export function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> };
}
