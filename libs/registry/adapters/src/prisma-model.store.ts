import { Prisma } from '@plumbline/platform';
import {
  UnknownModelError,
  type Alias,
  type AliasChange,
  type AliasMove,
  type AliasTarget,
  type ModelStore,
  type ModelVersion,
  type NewAliasChange,
  type NewModel,
} from '@plumbline/registry-core';
import { isRestrictViolation } from './restrict-violation';
import { toChange, toVersion } from './version.mapper';

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
const jsonOrNull = (value: unknown) => (value === null || value === undefined ? Prisma.DbNull : json(value));

/** The stores of one transaction. */
export class PrismaModelStore implements ModelStore {
  constructor(private readonly tx: Prisma.TransactionClient) {}

  async lockOrCreate({ name, description, owner, simulated }: NewModel): Promise<void> {
    await this.tx.$executeRaw`
      INSERT INTO model (name, description, owner, simulated) VALUES (${name}, ${description}, ${owner}, ${simulated})
      ON CONFLICT (name) DO NOTHING`;
    await this.lock(name);
  }

  /** NO KEY: rows that refer to the model can still be read and checked meanwhile. */
  async lock(model: string): Promise<boolean> {
    const rows = await this.tx.$queryRaw<unknown[]>`SELECT 1 FROM model WHERE name = ${model} FOR NO KEY UPDATE`;
    return rows.length === 1;
  }

  async latestVersion(model: string): Promise<number> {
    const { _max } = await this.tx.modelVersion.aggregate({ where: { model }, _max: { version: true } });
    return _max.version ?? 0;
  }

  async takeVersionNumber(model: string): Promise<number> {
    const [row] = await this.tx.$queryRaw<{ lastVersion: number }[]>`
      UPDATE model SET last_version =
        greatest(last_version, (SELECT coalesce(max(version), 0) FROM model_version WHERE model = ${model})) + 1
      WHERE name = ${model} RETURNING last_version AS "lastVersion"`;
    if (!row) throw new UnknownModelError(model);
    return row.lastVersion;
  }

  async insertVersion(version: Omit<ModelVersion, 'createdAt'>): Promise<ModelVersion> {
    const { files, signature, reference, metrics, metricIntervals, lineage, source, ...plain } = version;
    const row = await this.tx.modelVersion.create({
      data: {
        ...plain,
        files: json(files),
        signature: json(signature),
        reference: jsonOrNull(reference),
        metrics: json(metrics),
        metricIntervals: json(metricIntervals),
        lineage: json(lineage),
        detection: jsonOrNull(plain.detection),
        admission: jsonOrNull(plain.admission),
        source: json(source),
      },
    });
    return toVersion(row);
  }

  async findVersion(model: string, version: number): Promise<ModelVersion | null> {
    const row = await this.tx.modelVersion.findUnique({ where: { model_version: { model, version } } });
    return row && toVersion(row);
  }

  async findTarget(model: string, version: number): Promise<AliasTarget | null> {
    const [row] = await this.tx.$queryRaw<AliasTarget[]>`
      SELECT v.model, v.version, v.artifact_digest AS "artifactDigest", v.files, a.model IS NOT NULL AS archived
      FROM model_version v LEFT JOIN model_version_archive a USING (model, version)
      WHERE v.model = ${model} AND v.version = ${version}`;
    return row ?? null;
  }

  async findByArtifact(model: string, artifactDigest: string): Promise<ModelVersion[]> {
    const rows = await this.tx.modelVersion.findMany({
      where: { model, artifactDigest },
      orderBy: { version: 'desc' },
    });
    return rows.map(toVersion);
  }

  async deleteVersion(model: string, version: number): Promise<boolean> {
    await this.tx.$executeRaw`SAVEPOINT delete_version`;
    try {
      await this.unarchive(model, version);
      await this.tx.$executeRaw`DELETE FROM model_version WHERE model = ${model} AND version = ${version}`;
      return true;
    } catch (error) {
      if (!isRestrictViolation(error)) throw error;
      await this.tx.$executeRaw`ROLLBACK TO SAVEPOINT delete_version`;
      return false;
    }
  }

  async isArchived(model: string, version: number): Promise<boolean> {
    const where = { model_version: { model, version } };
    return (await this.tx.modelVersionArchive.findUnique({ where, select: { version: true } })) !== null;
  }

  async versionHolders(model: string, version: number): Promise<string[]> {
    const rows = await this.tx.$queryRaw<{ holder: string }[]>`
      SELECT 'alias ' || alias AS holder FROM model_alias WHERE model = ${model} AND version = ${version}
      UNION ALL
      SELECT 'rollout ' || id FROM rollout
      WHERE model = ${model} AND ended_at IS NULL AND ${version} IN (champion_version, candidate_version)`;
    return rows.map(({ holder }) => holder);
  }

  async archive(archived: Parameters<ModelStore['archive']>[0]): Promise<void> {
    await this.tx.modelVersionArchive.create({ data: archived });
  }

  async unarchive(model: string, version: number): Promise<void> {
    await this.tx.modelVersionArchive.deleteMany({ where: { model, version } });
  }

  findAlias(model: string, alias: string): Promise<Alias | null> {
    return this.tx.modelAlias.findUnique({ where: { model_alias: { model, alias } } });
  }

  async putAlias(
    { model, alias, version }: { model: string; alias: string; version: number },
    expectedRevision: number,
  ): Promise<Alias | null> {
    const [moved] =
      expectedRevision === 0
        ? await this.tx.$queryRaw<Alias[]>`
            INSERT INTO model_alias (model, alias, version, revision, changed_at)
            SELECT ${model}, ${alias}, ${version}, 1 + count(*), clock_timestamp()
            FROM model_alias_change WHERE model = ${model} AND alias = ${alias}
            ON CONFLICT (model, alias) DO NOTHING
            RETURNING model, alias, version, revision, changed_at AS "changedAt"`
        : await this.tx.$queryRaw<Alias[]>`
            UPDATE model_alias SET version = ${version}, revision = revision + 1, changed_at = clock_timestamp()
            WHERE model = ${model} AND alias = ${alias} AND revision = ${expectedRevision}
            RETURNING model, alias, version, revision, changed_at AS "changedAt"`;
    return moved ?? null;
  }

  async removeAlias(model: string, alias: string, revision: number): Promise<boolean> {
    const { count } = await this.tx.modelAlias.deleteMany({ where: { model, alias, revision } });
    return count === 1;
  }

  /**
   * The database's clock, read under the model's lock: records of one model are in the order of their times, whichever process
   * wrote them. Cut, not rounded, so that no record lies in the future.
   */
  async appendAliasChange(model: string, change: NewAliasChange): Promise<void> {
    const { alias, version, previousVersion, action, reason, actor, effectiveAt = null, evidence = {} } = change;
    await this.tx.$executeRaw`
      INSERT INTO model_alias_change
        (model, alias, version, previous_version, action, reason, actor, changed_at, effective_at, evidence)
      SELECT ${model}, ${alias}, ${version}, ${previousVersion}, ${action}, ${reason}, ${actor}, t,
        coalesce(${effectiveAt}::timestamptz, t), ${JSON.stringify(evidence)}::jsonb
      FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS t) AS clock`;
  }

  async aliasChanges(model: string, alias: string): Promise<AliasChange[]> {
    const rows = await this.tx.modelAliasChange.findMany({ where: { model, alias }, orderBy: { id: 'desc' } });
    return rows.map(toChange);
  }

  /** As one text: ten thousand rows of two columns take Prisma ten times as long to hand over. */
  async aliasMoves(model: string, alias: string): Promise<AliasMove[]> {
    const [row] = await this.tx.$queryRaw<{ moves: string | null }[]>`
      SELECT string_agg(action || ' ' || coalesce(version::text, ''), ',' ORDER BY id DESC) AS moves
      FROM model_alias_change WHERE model = ${model} AND alias = ${alias}`;
    return (row?.moves?.split(',') ?? []).map((move) => {
      const [action, version] = move.split(' ');
      return { action: action as AliasMove['action'], version: version ? Number(version) : null };
    });
  }

  async findPolicy(model: string, kind: string): Promise<{ revision: number; body: unknown } | null> {
    return this.tx.modelPolicy.findFirst({
      where: { model, kind },
      orderBy: { revision: 'desc' },
      select: { revision: true, body: true },
    });
  }

  async insertPolicy(policy: Parameters<ModelStore['insertPolicy']>[0]): Promise<void> {
    await this.tx.modelPolicy.create({ data: { ...policy, body: json(policy.body) } });
  }
}
