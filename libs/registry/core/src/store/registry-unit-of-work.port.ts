import type { ApprovalStore } from '../approvals/approval-store.port';
import type { AuditTrail } from '../audit/audit-trail.port';
import type { DocumentStore } from '../documents/document-store.port';
import type {
  Alias,
  AliasChange,
  AliasMove,
  AliasTarget,
  ModelVersion,
  NewAliasChange,
} from '../versions/model-version';

export interface NewModel {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly simulated: boolean;
}

export interface ModelStore {
  /** Creates the model when it is new and locks its row until the transaction ends: versions are numbered without gaps. */
  lockOrCreate(model: NewModel): Promise<void>;
  /** Locks the model's row until the transaction ends: changes of one model happen one after the other. */
  lock(model: string): Promise<boolean>;
  /** Highest version there is now; 0: none. */
  latestVersion(model: string): Promise<number>;
  /** Takes the model's next version number, under its lock: a number is never given twice, also not after a deletion. */
  takeVersionNumber(model: string): Promise<number>;
  insertVersion(version: Omit<ModelVersion, 'createdAt'>): Promise<ModelVersion>;
  findVersion(model: string, version: number): Promise<ModelVersion | null>;
  /** As much of it as pointing to it needs: its signature and reference profile may be large. */
  findTarget(model: string, version: number): Promise<AliasTarget | null>;
  /** Versions of this model with these very bytes, newest first. */
  findByArtifact(model: string, artifactDigest: string): Promise<ModelVersion[]>;
  /** False when something points to it or once did; nothing is deleted then. */
  deleteVersion(model: string, version: number): Promise<boolean>;
  /** False as well when there is no such version. */
  isArchived(model: string, version: number): Promise<boolean>;
  /** What points to it now, in words: `alias champion`, `rollout 0190...`. */
  versionHolders(model: string, version: number): Promise<string[]>;
  archive(archived: { model: string; version: number; reason: string; actor: string }): Promise<void>;
  unarchive(model: string, version: number): Promise<void>;
  findAlias(model: string, alias: string): Promise<Alias | null>;
  /**
   * Compare-and-set on `expectedRevision` (0: must not exist); null when somebody else was faster. An alias that was
   * removed and comes back goes on counting: no revision is ever given twice.
   */
  putAlias(alias: { model: string; alias: string; version: number }, expectedRevision: number): Promise<Alias | null>;
  /** Compare-and-set as well. */
  removeAlias(model: string, alias: string, expectedRevision: number): Promise<boolean>;
  appendAliasChange(model: string, change: NewAliasChange): Promise<void>;
  /** Newest first. */
  aliasChanges(model: string, alias: string): Promise<AliasChange[]>;
  /** The same, as little of each as the line of champions needs. */
  aliasMoves(model: string, alias: string): Promise<AliasMove[]>;
  findPolicy(model: string, kind: string): Promise<{ revision: number; body: unknown } | null>;
  insertPolicy(policy: { model: string; kind: string; revision: number; body: unknown; actor: string }): Promise<void>;
}

export interface RegistryTransaction {
  readonly models: ModelStore;
  readonly approvals: ApprovalStore;
  readonly documents: DocumentStore;
  readonly audit: AuditTrail;
}

/** All that `work` does through the stores commits together, or not at all. */
export interface RegistryUnitOfWork {
  run<T>(work: (tx: RegistryTransaction) => Promise<T>): Promise<T>;
}
