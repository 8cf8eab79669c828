import { Prisma, type PrismaDatabase } from '@plumbline/platform';
import {
  DEFAULT_EXPERIMENT,
  toSearchPage,
  type Experiment,
  type ExperimentStore,
  type MlflowViewType,
  type Pairs,
  type SearchPage,
  type SearchQuery,
} from '@plumbline/registry-core';
import { epochMs, orderSql, whereSql, type SearchColumns } from './search-sql';

interface Row {
  readonly id: bigint;
  readonly name: string;
  readonly tags: unknown;
  readonly deleted: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS: SearchColumns = {
  attributes: {
    name: Prisma.sql`e.name`,
    experiment_id: Prisma.sql`e.id::text`,
    creation_time: epochMs(Prisma.sql`e.created_at`),
    last_update_time: epochMs(Prisma.sql`e.updated_at`),
  },
  tag: (key) => Prisma.sql`e.tags->>${key}::text`,
};

const toExperiment = (row: Row): Experiment => ({ ...row, id: String(row.id), tags: row.tags as Pairs });

const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

export const viewSql = (view: MlflowViewType, column: Prisma.Sql): Prisma.Sql =>
  view === 'ALL' ? Prisma.sql`TRUE` : view === 'DELETED_ONLY' ? column : Prisma.sql`NOT ${column}`;

export class PrismaExperimentStore implements ExperimentStore {
  constructor(private readonly prisma: PrismaDatabase) {}

  async create(name: string, tags: Pairs): Promise<string | null> {
    const [row] = await this.prisma.$queryRaw<{ id: bigint }[]>`
      INSERT INTO mlflow_experiment (name, tags) VALUES (${name}, ${JSON.stringify(tags)}::jsonb)
      ON CONFLICT (name) DO NOTHING RETURNING id`;
    return row ? String(row.id) : null;
  }

  async ensureDefault(): Promise<void> {
    const { id, name } = DEFAULT_EXPERIMENT;
    if (await this.find(id)) return;
    await this.prisma.$executeRaw`
      INSERT INTO mlflow_experiment (id, name) OVERRIDING SYSTEM VALUE VALUES (${id}::text::bigint, ${name})
      ON CONFLICT DO NOTHING`;
  }

  async find(id: string): Promise<Experiment | null> {
    const row = await this.prisma.mlflowExperiment.findUnique({ where: { id: BigInt(id) } });
    return row && toExperiment(row);
  }

  async findByName(name: string): Promise<Experiment | null> {
    const row = await this.prisma.mlflowExperiment.findUnique({ where: { name } });
    return row && toExperiment(row);
  }

  async search(query: SearchQuery, view: MlflowViewType): Promise<SearchPage<Experiment>> {
    const rows = await this.prisma.$queryRaw<Row[]>`
      SELECT e.id, e.name, e.tags, e.deleted, e.created_at AS "createdAt", e.updated_at AS "updatedAt"
      FROM mlflow_experiment e
      WHERE ${viewSql(view, Prisma.sql`e.deleted`)} AND ${whereSql(query.conditions, COLUMNS)}
      ORDER BY ${orderSql(query.orders, COLUMNS, Prisma.sql`e.created_at DESC, e.id DESC`)}
      LIMIT ${query.limit + 1} OFFSET ${query.offset}`;
    return toSearchPage(rows.map(toExperiment), query);
  }

  async setTag(id: string, key: string, value: string | null): Promise<void> {
    const tags =
      value === null
        ? Prisma.sql`tags - ${key}::text`
        : Prisma.sql`tags || jsonb_build_object(${key}::text, ${value}::text)`;
    await this.prisma.$executeRaw`
      UPDATE mlflow_experiment SET tags = ${tags}, updated_at = now() WHERE id = ${id}::text::bigint`;
  }

  async rename(id: string, name: string): Promise<boolean> {
    try {
      await this.prisma.mlflowExperiment.update({ where: { id: BigInt(id) }, data: { name, updatedAt: new Date() } });
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async setDeleted(id: string, deleted: boolean): Promise<void> {
    await this.prisma.mlflowExperiment.update({
      where: { id: BigInt(id) },
      data: { deleted, updatedAt: new Date() },
    });
  }
}
