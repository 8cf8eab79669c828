import { isDeepStrictEqual } from 'node:util';
import type { Admission, AdmissionReport, AdmissionRoom, ArtifactFiles } from '../artifact/admission.port';
import type { ArtifactBlobs } from '../artifact/artifact-blobs.port';
import { checkExternalFiles } from '../artifact/external-files';
import type { ProfileReference, ReferenceFindings } from '../artifact/reference-profiler.port';
import { VersionInvalidError } from '../registry.errors';
import { checkSignature } from '../signature/check-signature';
import type { Signature } from '../signature/signature';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { featureRows, type Scalar } from '../table/feature-rows';
import type { Lineage, MetricInterval } from './lineage';
import { checkModelName } from './model-name';
import type { ModelVersion } from './model-version';
import { resolveSignature, type ResolvedSignature, type ToldSignature } from './resolve-signature';
import { storeFiles, type StoredFiles } from './store-files';

/** `label`, `positiveClass`, `inputs` and the like go before what is read from the graph and the reference. */
export interface RegisterVersionCommand extends ToldSignature {
  readonly model: string;
  readonly artifact: ArtifactFiles;
  readonly actor: string;
  /** The file that `table` was read from: kept, so that a later training can start from these rows. */
  readonly referencePath?: string;
  /** A ready reference profile instead of rows: what a training run has. */
  readonly reference?: unknown;
  /** Rows for the trial when there is no `table`; without either, one synthetic row is run. */
  readonly trialRows?: readonly (readonly Scalar[])[];
  readonly metrics?: Readonly<Record<string, number>>;
  readonly metricIntervals?: Readonly<Record<string, MetricInterval>>;
  readonly lineage?: Lineage;
  readonly source?: Readonly<Record<string, unknown>>;
  readonly bornBecause?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly simulated?: boolean;
  /** Registers the same artifact, signature and reference once more, as a version of its own. */
  readonly force?: boolean;
}

export interface RegisteredVersion {
  readonly version: ModelVersion;
  /** Nothing was written: this version was there already. */
  readonly alreadyRegistered: boolean;
}

export interface RegisterVersionPorts {
  readonly admission: Admission;
  readonly profile: ProfileReference;
  readonly artifacts: ArtifactBlobs;
  readonly unitOfWork: RegistryUnitOfWork;
}

type Made = ResolvedSignature &
  ReferenceFindings &
  StoredFiles & { readonly changes: readonly string[]; readonly admission: AdmissionReport };

/** The model is asked about this many reference rows at most, spread evenly over all. */
const MAX_TRIAL_ROWS = 20_000;

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
const sameJson = (a: unknown, b: unknown): boolean => isDeepStrictEqual(json(a), json(b));

function spreadPlaces(count: number): number[] {
  const step = Math.max(1, count / MAX_TRIAL_ROWS);
  return Array.from({ length: Math.min(count, MAX_TRIAL_ROWS) }, (_, i) => Math.floor(i * step));
}

function lineageOf({ lineage = {}, table }: RegisterVersionCommand, { referenceDigest }: StoredFiles): Lineage {
  if (referenceDigest === null) return lineage;
  const snapshot = { name: 'reference', digest: referenceDigest, ...(table ? { rows: table.rows.length } : {}) };
  return { ...lineage, data: [...(lineage.data ?? []), snapshot] };
}

/** Everything that can refuse a version comes before the first write: nothing is ever half registered. */
export class RegisterVersion {
  constructor(private readonly ports: RegisterVersionPorts) {}

  /** @throws VersionInvalidError that points to the part of the request that does not fit */
  async execute(command: RegisterVersionCommand): Promise<RegisteredVersion> {
    checkModelName(command.model);
    const room = await this.ports.admission.open(command.artifact);
    try {
      const inspection = await room.inspect();
      checkExternalFiles(command.artifact, inspection);
      const resolved = resolveSignature(command, inspection);
      const problems = checkSignature(resolved.signature, inspection.graph);
      if (problems.length > 0) throw new VersionInvalidError('signature_mismatch', problems);
      const tried = await this.tryOut(command, resolved.signature, room);
      const stored = await storeFiles(this.ports.artifacts, command, inspection);
      return await this.write(command, { ...resolved, ...tried, ...stored, changes: inspection.changes });
    } finally {
      await room.close();
    }
  }

  private async tryOut(
    { table, trialRows = [], reference = null, metrics = {}, metricIntervals = {} }: RegisterVersionCommand,
    signature: Signature,
    room: AdmissionRoom,
  ): Promise<ReferenceFindings & { readonly admission: AdmissionReport }> {
    const rows = table ? featureRows(signature, table) : trialRows;
    const scored = spreadPlaces(rows.length);
    const { report, ...answers } = await room.trial(
      signature,
      scored.map((at) => rows[at] as readonly Scalar[]),
    );
    if (!table) return { reference, metrics, metricIntervals, admission: report };
    const found = this.ports.profile({ signature, table, rows, scored, answers, metrics });
    const own = Object.entries(found.metricIntervals).filter(([name]) => !(name in metrics));
    return {
      reference: reference ?? found.reference,
      metrics: { ...found.metrics, ...metrics },
      metricIntervals: { ...Object.fromEntries(own), ...metricIntervals },
      admission: report,
    };
  }

  private write(command: RegisterVersionCommand, made: Made): Promise<RegisteredVersion> {
    const { model, actor, bornBecause = 'pushed by hand', source = {} } = command;
    const { description = '', owner = '', simulated = false } = command;
    const { changes, referenceDigest, ...facts } = made;
    const { artifactDigest, files, signature, reference } = facts;
    const isSame = (one: ModelVersion): boolean =>
      sameJson([one.files, one.signature, one.reference], [files, signature, reference]);
    return this.ports.unitOfWork.run(async ({ models, audit }) => {
      await models.lockOrCreate({ name: model, description, owner, simulated });
      const same = command.force ? undefined : (await models.findByArtifact(model, artifactDigest)).find(isSame);
      if (same) return { version: same, alreadyRegistered: true };
      const version = await models.insertVersion({
        ...facts,
        model,
        version: await models.takeVersionNumber(model),
        lineage: lineageOf(command, made),
        source: {
          ...source,
          ...(referenceDigest === null ? {} : { referenceDigest }),
          ...(changes.length === 0 ? {} : { artifactChanges: changes }),
        },
        bornBecause,
        createdBy: actor,
      });
      const { artifactBytes, originalDigest, metrics } = version;
      await audit.record({
        actor,
        action: 'version.registered',
        resourceType: 'version',
        resourceId: `${model}/${version.version}`,
        reason: bornBecause,
        detail: { model, version: version.version, artifactDigest, artifactBytes, originalDigest, files, metrics },
      });
      return { version, alreadyRegistered: false };
    });
  }
}
