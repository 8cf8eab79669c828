import { Prisma } from '@plumbline/platform';
import {
  versionRoot,
  type IndexedFile,
  type MlflowRegistryStore,
  type NewMlflowVersion,
  type Pairs,
} from '@plumbline/registry-core';
import { artifactsUnder, lockArtifactOwner } from './artifact-lock';

/** Of one transaction. */
export class PrismaMlflowRegistryStore implements MlflowRegistryStore {
  constructor(private readonly tx: Prisma.TransactionClient) {}

  async insertModel(name: string, tags: Pairs): Promise<void> {
    await this.tx.mlflowModel.create({ data: { model: name, tags: { ...tags } } });
  }

  async deleteModel(name: string): Promise<boolean> {
    const model = await this.tx.model.findUnique({ where: { name }, select: { lastVersion: true } });
    if (model?.lastVersion !== 0) return false;
    await this.tx.mlflowModel.deleteMany({ where: { model: name } });
    await this.tx.model.delete({ where: { name } });
    return true;
  }

  async setDescription(name: string, description: string): Promise<void> {
    await this.tx.model.update({ where: { name }, data: { description } });
    await this.touchModel(name);
  }

  async setModelTag(name: string, key: string, value: string | null): Promise<void> {
    await this.touchModel(name);
    await this.tx.$executeRaw`UPDATE mlflow_model SET tags = ${withTag(key, value)} WHERE model = ${name}`;
  }

  async insertVersion({ tags, ...version }: NewMlflowVersion): Promise<void> {
    await this.tx.mlflowModelVersion.create({ data: { ...version, tags: { ...tags } } });
  }

  async setVersionTag(name: string, version: number, key: string, value: string | null): Promise<void> {
    await this.touchVersion(name, version);
    await this.tx.$executeRaw`
      UPDATE mlflow_model_version SET tags = ${withTag(key, value)} WHERE model = ${name} AND version = ${version}`;
  }

  async setVersionDescription(name: string, version: number, description: string): Promise<void> {
    await this.touchVersion(name, version);
    await this.tx.mlflowModelVersion.update({
      where: { model_version: { model: name, version } },
      data: { description },
    });
  }

  async lockArtifacts(folder: string): Promise<IndexedFile[]> {
    await lockArtifactOwner(this.tx, folder);
    return artifactsUnder(this.tx, folder);
  }

  private async touchModel(name: string): Promise<void> {
    await this.tx.$executeRaw`
      INSERT INTO mlflow_model (model) VALUES (${name}) ON CONFLICT (model) DO UPDATE SET updated_at = now()`;
  }

  private async touchVersion(model: string, version: number): Promise<void> {
    const root = versionRoot(model, version);
    await this.tx.$executeRaw`
      INSERT INTO mlflow_model_version (model, version, source, artifact_root)
      VALUES (${model}, ${version}, ${`mlflow-artifacts:/${root}`}, ${root})
      ON CONFLICT (model, version) DO UPDATE SET updated_at = now()`;
  }
}

const withTag = (key: string, value: string | null): Prisma.Sql =>
  value === null
    ? Prisma.sql`tags - ${key}::text`
    : Prisma.sql`tags || jsonb_build_object(${key}::text, ${value}::text)`;
