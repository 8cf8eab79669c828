import { Prisma } from '@plumbline/platform';
import type { Condition, Order } from '@plumbline/registry-core';

/** How a search finds its values; a tag, param or metric that a row lacks is NULL. */
export interface SearchColumns {
  readonly attributes: Readonly<Record<string, Prisma.Sql>>;
  readonly tag: (key: string) => Prisma.Sql;
  readonly param?: (key: string) => Prisma.Sql;
  readonly metric?: (key: string) => Prisma.Sql;
}

const NOTHING = Prisma.sql`NULL`;

function valueOf({ entity, key }: Pick<Condition, 'entity' | 'key'>, columns: SearchColumns): Prisma.Sql {
  if (entity === 'attribute') return columns.attributes[key] ?? NOTHING;
  if (entity === 'tag') return columns.tag(key);
  return (entity === 'param' ? columns.param?.(key) : columns.metric?.(key)) ?? NOTHING;
}

/** Only of names that the grammar knows: nothing that a client sent becomes SQL. */
const OPERATORS = {
  '=': Prisma.sql`=`,
  '!=': Prisma.sql`<>`,
  '>': Prisma.sql`>`,
  '>=': Prisma.sql`>=`,
  '<': Prisma.sql`<`,
  '<=': Prisma.sql`<=`,
  LIKE: Prisma.sql`LIKE`,
  ILIKE: Prisma.sql`ILIKE`,
} as const;

function conditionSql(condition: Condition, columns: SearchColumns): Prisma.Sql {
  const { comparator, entity, value } = condition;
  const left = valueOf(condition, columns);
  if (comparator === 'IS NULL') return Prisma.sql`(${left}) IS NULL`;
  if (comparator === 'IS NOT NULL') return Prisma.sql`(${left}) IS NOT NULL`;
  if (Array.isArray(value)) {
    const isIn = Prisma.sql`(${left}) = ANY(${value as string[]}::text[])`;
    return comparator === 'IN' ? isIn : Prisma.sql`NOT coalesce(${isIn}, false)`;
  }
  if (typeof value === 'number')
    return Prisma.sql`(${left}) ${OPERATORS[comparator as keyof typeof OPERATORS]} ${String(value)}::text::float8`;
  // A row without the tag has another value than any: every client's search of models depends on it.
  if (comparator === '!=' && entity === 'tag') return Prisma.sql`(${left}) IS DISTINCT FROM ${value}::text`;
  const compared = Prisma.sql`(${left}) ${OPERATORS[comparator as keyof typeof OPERATORS]} ${value}::text`;
  return comparator === 'LIKE' || comparator === 'ILIKE' ? Prisma.sql`${compared} ESCAPE ''` : compared;
}

/** `TRUE` without conditions. */
export function whereSql(conditions: readonly Condition[], columns: SearchColumns): Prisma.Sql {
  const all = conditions.map((condition) => conditionSql(condition, columns));
  return all.length === 0 ? Prisma.sql`TRUE` : Prisma.join(all, ' AND ');
}

/** @param last keeps pages apart where values are equal */
export function orderSql(orders: readonly Order[], columns: SearchColumns, last: Prisma.Sql): Prisma.Sql {
  const terms = orders.map((order) =>
    order.ascending
      ? Prisma.sql`(${valueOf(order, columns)}) ASC NULLS LAST`
      : Prisma.sql`(${valueOf(order, columns)}) DESC NULLS LAST`,
  );
  return Prisma.join([...terms, last], ', ');
}

export const epochMs = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`floor(extract(epoch FROM ${column}) * 1000)::float8`;
