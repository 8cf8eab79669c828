import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildReferenceProfile, measureExpected } from '@plumbline/monitoring-core';
import type { ArtifactStore } from '@plumbline/platform';
import {
  CHAMPION,
  PutDocument,
  featureRows,
  parseTable,
  positiveLabels,
  attributeRows,
  type ModelVersion,
  type RegisterVersion,
  type RegistryUnitOfWork,
} from '@plumbline/registry-core';
import { candidateLineage, holdoutIntervals } from './candidate-lineage';
import type { ChampionModel, LabelledRow, ModelCatalog } from '@plumbline/retraining-core';

/** Private files on their way into the registry: gone when the work ends. */
interface Scratch {
  within<T>(work: (folder: string) => Promise<T>): Promise<T>;
}

type Candidate = Parameters<ModelCatalog['registerCandidate']>[0];

/** Reads and registers through the registry's own use cases, so that a candidate passes the checks of every version. */
export class RegistryModelCatalog implements ModelCatalog {
  constructor(
    private readonly unitOfWork: RegistryUnitOfWork,
    private readonly registerVersion: RegisterVersion,
    private readonly artifacts: ArtifactStore,
    private readonly scratch: Scratch,
    private readonly onRegistered: (version: ModelVersion) => Promise<void>,
  ) {}

  async champion(model: string): Promise<ChampionModel | null> {
    const version = await this.unitOfWork.run(async ({ models }) => {
      const alias = await models.findAlias(model, CHAMPION);
      return alias && models.findVersion(model, alias.version);
    });
    if (!version) return null;
    const artifact = await this.artifacts.get(version.artifactDigest);
    return { version: version.version, signature: version.signature, artifact };
  }

  /** The rows that came with the latest version a person pushed. */
  async trainingBase(model: string): Promise<LabelledRow[]> {
    const version = await this.unitOfWork.run(async ({ models }) => {
      for (let number = await models.latestVersion(model); number > 0; number--) {
        const one = await models.findVersion(model, number);
        if (typeof one?.source['referenceDigest'] === 'string') return one;
      }
      return null;
    });
    if (!version) return [];
    const { signature } = version;
    const digest = version.source['referenceDigest'] as string;
    const table = parseTable(Buffer.from(await this.artifacts.get(digest)).toString('utf8'));
    const labels = positiveLabels(signature, table);
    if (!labels) return [];
    const attributes = attributeRows(signature, table);
    return featureRows(signature, table).map((features, i) => ({
      id: `${digest.slice(0, 12)}:${i}`,
      features,
      attributes: attributes?.[i] ?? null,
      positive: labels[i] === true,
      source: 'base',
    }));
  }

  async registerCandidate(candidate: Candidate): Promise<number> {
    const existing = await this.versionOfRun(candidate.model, candidate.runId);
    if (existing) return existing.version;
    const { model, artifact, signature, metrics, source, bornBecause, actor, trainedOn, holdout } = candidate;
    const scores = [...holdout.scores];
    const expected = measureExpected(scores, [...holdout.positive], signature.output.threshold);
    const reference = buildReferenceProfile(
      signature,
      trainedOn.map(({ features }) => features),
      {
        scores,
        labels: trainedOn.map(({ positive }) => positive),
        attributes: trainedOn.map(({ attributes }) => attributes),
        expected,
      },
    );
    const { version } = await this.scratch.within(async (folder) => {
      const path = join(folder, 'model.onnx');
      await writeFile(path, artifact, { mode: 0o600 });
      return this.registerVersion.execute({
        ...{ model, signature, reference, metrics, source, bornBecause, actor },
        artifact: { model: path, external: new Map() },
        trialRows: trainedOn.map(({ features }) => features),
        metricIntervals: holdoutIntervals(candidate),
        lineage: candidateLineage(candidate),
        force: true,
      });
    });
    await this.onRegistered(version);
    return version.version;
  }

  async attachGateReport({ report, ...attached }: Parameters<ModelCatalog['attachGateReport']>[0]): Promise<void> {
    await new PutDocument(this.unitOfWork).execute({ ...attached, kind: 'gate_report', body: report });
  }

  /** A run that was killed after registering finds its version again. */
  private versionOfRun(model: string, runId: string): Promise<ModelVersion | null> {
    return this.unitOfWork.run(async ({ models }) => {
      for (let number = await models.latestVersion(model); number > 0; number--) {
        const version = await models.findVersion(model, number);
        if (version?.source['runId'] === runId) return version;
      }
      return null;
    });
  }
}
