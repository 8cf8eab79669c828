import { isDeepStrictEqual } from 'node:util';
import type { ArtifactBlobs } from '../artifact/artifact-blobs.port';
import type { ArtifactInspector, InspectedArtifact } from '../artifact/artifact-inspector.port';
import type { ReferenceFindings, ReferenceProfiler } from '../artifact/reference-profiler.port';
import { invalidVersion, VersionInvalidError } from '../registry.errors';
import { checkSignature } from '../signature/check-signature';
import { inferSignature } from '../signature/infer-signature';
import type { Signature } from '../signature/signature';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import type { Table } from '../table/table';
import type { ModelVersion } from './model-version';

export interface RegisterVersionCommand {
  readonly model: string;
  readonly artifact: Uint8Array;
  readonly actor: string;
  /** Without it, it is inferred from `table`, `label` and the graph. */
  readonly signature?: Signature;
  readonly label?: string;
  readonly positiveClass?: string;
  readonly drop?: readonly string[];
  readonly protectedNames?: readonly string[];
  /** Reference rows; profiled and, with labels, used to measure. */
  readonly table?: Table;
  /** The file that `table` was read from: kept, so that a later training can start from these rows. */
  readonly tableBytes?: Uint8Array;
  /** A ready reference profile instead of rows: what a training run has. */
  readonly reference?: unknown;
  readonly metrics?: Readonly<Record<string, number>>;
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
  readonly inspector: ArtifactInspector;
  readonly profiler: ReferenceProfiler;
  readonly artifacts: ArtifactBlobs;
  readonly unitOfWork: RegistryUnitOfWork;
}

const MODEL_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
const sameJson = (a: unknown, b: unknown): boolean => isDeepStrictEqual(json(a), json(b));

function signatureOf(command: RegisterVersionCommand, { graph }: InspectedArtifact): Signature {
  const { signature, table, label, drop, protectedNames, positiveClass } = command;
  if (signature) return signature;
  if (!table || label === undefined) {
    const missing = table ? 'label' : 'signature';
    const detail = 'send a signature, or the training data as `reference` with the name of its `label` column';
    throw invalidVersion('signature_missing', `/manifest/${missing}`, detail);
  }
  return inferSignature(table, { label, graph, drop, protectedNames, ...(positiveClass ? { positiveClass } : {}) });
}

/** Everything that can refuse a version comes before the first write: nothing is ever half registered. */
export class RegisterVersion {
  constructor(private readonly ports: RegisterVersionPorts) {}

  /** @throws VersionInvalidError that points to the part of the request that does not fit */
  async execute(command: RegisterVersionCommand): Promise<RegisteredVersion> {
    if (!MODEL_NAME.test(command.model)) {
      const detail = 'a model name is 1 to 63 of a-z, 0-9, dot, dash, underscore, beginning with a letter or digit';
      throw invalidVersion('model_name_invalid', '/model', detail);
    }
    const inspected = await this.ports.inspector.inspect(command.artifact);
    const signature = signatureOf(command, inspected);
    const problems = checkSignature(signature, inspected.graph);
    if (problems.length > 0) throw new VersionInvalidError('signature_mismatch', problems);
    const findings = await this.findingsOf(command, signature, inspected.artifact);
    const artifactDigest = await this.ports.artifacts.put(inspected.artifact);
    const source = await this.sourceOf(command);
    return this.write({ ...command, source }, { ...findings, signature, artifactDigest, ...inspected });
  }

  private async findingsOf(
    { table, reference, metrics = {} }: RegisterVersionCommand,
    signature: Signature,
    artifact: Uint8Array,
  ): Promise<ReferenceFindings> {
    if (!table) return { reference: reference ?? null, metrics };
    const measured = await this.ports.profiler.profile({ signature, artifact, table, metrics });
    return { reference: reference ?? measured.reference, metrics: { ...measured.metrics, ...metrics } };
  }

  private async sourceOf({ source = {}, tableBytes }: RegisterVersionCommand): Promise<Record<string, unknown>> {
    return tableBytes ? { ...source, referenceDigest: await this.ports.artifacts.put(tableBytes) } : { ...source };
  }

  private write(
    command: RegisterVersionCommand,
    made: InspectedArtifact & ReferenceFindings & { signature: Signature; artifactDigest: string },
  ): Promise<RegisteredVersion> {
    const { model, actor, bornBecause = 'pushed by hand', source = {} } = command;
    const { description = '', owner = '', simulated = false } = command;
    const { signature, artifactDigest, artifact, reference, metrics, changes } = made;
    return this.ports.unitOfWork.run(async ({ models, audit }) => {
      await models.lockOrCreate({ name: model, description, owner, simulated });
      const known = command.force ? [] : await models.findByArtifact(model, artifactDigest);
      const same = known.find((one) => sameJson(one.signature, signature) && sameJson(one.reference, reference));
      if (same) return { version: same, alreadyRegistered: true };
      const version = await models.insertVersion({
        model,
        version: await models.takeVersionNumber(model),
        artifactDigest,
        artifactBytes: artifact.length,
        originalDigest: null,
        files: [],
        signature,
        reference,
        metrics,
        metricIntervals: {},
        lineage: {},
        detection: null,
        admission: null,
        source: changes.length > 0 ? { ...source, artifactChanges: changes } : source,
        bornBecause,
        createdBy: actor,
      });
      await audit.record({
        actor,
        action: 'version.registered',
        resourceType: 'version',
        resourceId: `${model}/${version.version}`,
        reason: bornBecause,
        detail: { model, version: version.version, artifactDigest, artifactBytes: artifact.length, metrics },
      });
      return { version, alreadyRegistered: false };
    });
  }
}
