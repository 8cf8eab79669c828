import type { Admission, AdmissionRoom, ArtifactFiles, Inspection } from '../../artifact/admission.port';
import { VersionInvalidError } from '../../registry.errors';
import type { RegistryUnitOfWork } from '../../store/registry-unit-of-work.port';
import type { ModelVersion } from '../../versions/model-version';
import { RegisterVersion, type RegisterVersionPorts } from '../../versions/register-version';
import type { MlflowBlobs } from '../artifacts/mlflow-artifacts';
import type { IndexedFile } from '../artifacts/folder-entries';
import { MlflowInvalidError } from '../mlflow.errors';
import type { Pairs } from '../wire';
import { guessAnswer, withGuess, type Guess, type MlflowTold } from './guess-answer';
import { locateSource, type Located, type LocateParts } from './locate-source';
import type { MlflowUnitOfWork } from './mlflow-registry.port';
import type { ExampleRows } from './example-rows';
import { readLoggedFiles, type LoggedFiles } from './model-files';
import type { MlflowVersion } from './registered-model';
import { lineageOf, metricsOf } from './run-lineage';

export interface CreateMlflowVersionCommand {
  readonly name: string;
  readonly source: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly runLink?: string;
  readonly description?: string;
  readonly tags: Pairs;
  readonly actor: string;
}

/** A folder on the local disk that is gone afterwards. */
export type WithFolder = <T>(work: (folder: string) => Promise<T>) => Promise<T>;

export interface CreateMlflowVersionParts extends LocateParts {
  readonly blobs: MlflowBlobs;
  readonly registration: Omit<RegisterVersionPorts, 'unitOfWork'>;
  readonly unitOfWork: MlflowUnitOfWork;
  readonly withFolder: WithFolder;
  /** Checks what a notebook says under `metadata.plumbline`. */
  readonly readTold: (value: unknown) => MlflowTold;
}

const digestsOf = (files: readonly IndexedFile[]): string =>
  JSON.stringify(files.map(({ path, digest }) => [path, digest]).sort());

/** The room that is open already, for a registration that would open one. */
const sameRoom = (room: AdmissionRoom, inspection: Inspection): Admission => ({
  open: async () => ({
    inspect: async () => inspection,
    trial: (signature, rows) => room.trial(signature, rows),
    close: () => room.close(),
  }),
});

/**
 * Registers what a client logged. It goes the way of every other version: admission in a process of its own, trial,
 * store, audit. It is READY when this returns, or nothing was written.
 */
export class CreateMlflowVersion {
  constructor(private readonly parts: CreateMlflowVersionParts) {}

  /** @throws VersionInvalidError, MlflowInvalidError, MlflowMissingError */
  async execute(command: CreateMlflowVersionCommand): Promise<MlflowVersion> {
    const { artifacts, models, blobs, withFolder } = this.parts;
    await models.get(command.name);
    const located = await locateSource(command.source, this.parts);
    const files = await artifacts.under(located.folder);
    const logged = await readLoggedFiles(located.folder, files, async ({ digest }) =>
      Buffer.from(await blobs.get(digest)).toString('utf8'),
    );
    const made = await withFolder(async (folder) => {
      const local = await this.copy(logged, folder);
      const room = await this.parts.registration.admission.open(local);
      try {
        return await this.register(command, { located, logged, local, files, room });
      } catch (error) {
        throw inNotebookWords(error);
      } finally {
        await room.close();
      }
    });
    return models.getVersion(command.name, String(made.version));
  }

  private async copy({ model, beside }: LoggedFiles, folder: string): Promise<ArtifactFiles> {
    const external = new Map<string, string>();
    const target = `${folder}/model.onnx`;
    await this.parts.blobs.copyTo(model.digest, target);
    for (const [name, { digest }] of beside) {
      const path = `${folder}/beside-${external.size}`;
      await this.parts.blobs.copyTo(digest, path);
      external.set(name, path);
    }
    return { model: target, external };
  }

  private async register(
    command: CreateMlflowVersionCommand,
    { located, logged, local, files, room }: Upload,
  ): Promise<ModelVersion> {
    const inspection = await room.inspect();
    const facts = await this.factsOf(command, located);
    const guess = guessAnswer(this.parts.readTold(logged.mlmodel.told), inspection);
    const { columns, rows } = inputsOf(logged, inspection);
    const useCase = new RegisterVersion({
      ...this.parts.registration,
      admission: sameRoom(room, inspection),
      unitOfWork: this.recording(command, { ...located, runId: facts.runId }, { files, guess }),
    });
    const { version } = await useCase.execute({
      model: command.name,
      actor: command.actor,
      artifact: { model: local.model, external: usedOf(local, inspection) },
      ...guess.told,
      ...(columns ? { inputs: columns } : {}),
      trialRows: rows,
      metrics: facts.metrics,
      lineage: facts.lineage,
      source: { kind: 'mlflow', source: command.source, ...facts.told },
      bornBecause: command.description || 'registered through MLflow',
      force: true,
    });
    return version;
  }

  private async factsOf({ name, runId: named, modelId: told }: CreateMlflowVersionCommand, located: Located) {
    const { runs, loggedModels } = this.parts;
    const runId = named || located.runId;
    const run = runId ? await runs.get(runId) : null;
    const modelId = located.modelId ?? told;
    const model = modelId ? await loggedModels.get(modelId) : null;
    const parent = located.copyOf?.model === name ? { parentVersion: located.copyOf.version } : {};
    const user = run?.tags['mlflow.user'] ?? run?.userId;
    return {
      runId,
      metrics: metricsOf(run, model),
      lineage: { ...lineageOf(run, model), ...parent },
      told: { ...(runId ? { runId } : {}), ...(model ? { loggedModelId: model.id } : {}), ...(user ? { user } : {}) },
    };
  }

  /** The version, its MLflow side and the proof that no file changed meanwhile commit together. */
  private recording(
    { name, source, runLink = '', description = '', tags, modelId }: CreateMlflowVersionCommand,
    located: Located,
    { files, guess }: { readonly files: readonly IndexedFile[]; readonly guess: Guess },
  ): RegistryUnitOfWork {
    return {
      run: (work) =>
        this.parts.unitOfWork.run((tx) => {
          const insertVersion: typeof tx.models.insertVersion = async (version) => {
            if (located.folder.owner.kind !== 'version') {
              const present = await tx.mlflow.lockArtifacts(located.folder.path);
              if (digestsOf(present) !== digestsOf(files))
                throw new MlflowInvalidError(`The files in ${located.folder.path} changed meanwhile: register again.`);
            }
            const detection = withGuess(version.detection, guess);
            const inserted = await tx.models.insertVersion({ ...version, detection });
            await tx.mlflow.insertVersion({
              ...{ model: name, version: inserted.version, source, description, tags, runLink },
              artifactRoot: located.folder.path,
              runId: located.runId,
              modelId: located.modelId ?? modelId ?? null,
            });
            return inserted;
          };
          return work({ ...tx, models: Object.assign(Object.create(tx.models), { insertVersion }) });
        }),
    };
  }
}

interface Upload {
  readonly located: Located;
  readonly logged: LoggedFiles;
  readonly local: ArtifactFiles;
  readonly files: readonly IndexedFile[];
  readonly room: AdmissionRoom;
}

/** Names that only an example tells are of use where one tensor takes them all. */
function inputsOf({ mlmodel, example }: LoggedFiles, { graph }: Inspection): Partial<ExampleRows> & { rows: Rows } {
  if (mlmodel.columns) return example ?? { columns: mlmodel.columns, rows: [] };
  const [only, ...others] = graph.inputs;
  const width = only?.shape?.at(-1);
  const fits = others.length === 0 && (typeof width !== 'number' || width === example?.columns.length);
  return example && fits ? example : { rows: [] };
}

type Rows = ExampleRows['rows'];

/** The same refusal, with the place where a notebook says what is missing. */
function inNotebookWords(error: unknown): unknown {
  if (!(error instanceof VersionInvalidError) || !error.fields[0]?.pointer.startsWith('/manifest')) return error;
  const how = 'In a notebook: log_model(..., metadata={"plumbline": {"task": ...}})';
  return new MlflowInvalidError(`${error.message}. ${how}.`, error);
}

function usedOf({ external }: ArtifactFiles, { externalNames }: Inspection): Map<string, string> {
  const missing = externalNames.filter((name) => !external.has(name));
  if (missing.length > 0)
    throw new MlflowInvalidError(
      `The model keeps weights in ${missing.join(', ')}, which was not uploaded beside it: log it with save_as_external_data=True, or in one file.`,
    );
  return new Map(externalNames.map((name) => [name, external.get(name) ?? '']));
}
