import { approvalStoreOn, type ApprovalState } from '../approvals/approval-store.fake';
import type { AuditEntry } from '../audit/audit-trail.port';
import { documentStoreOn, type DocumentState } from '../documents/document-store.fake';
import type { Alias, AliasChange, ModelVersion } from '../versions/model-version';
import type { ModelStore, NewModel, RegistryUnitOfWork } from './registry-unit-of-work.port';

interface State extends ApprovalState, DocumentState {
  models: NewModel[];
  versions: ModelVersion[];
  numbers: Record<string, number>;
  archived: { model: string; version: number }[];
  aliases: Alias[];
  changes: (AliasChange & { model: string })[];
  policies: { model: string; kind: string; revision: number; body: unknown; actor: string }[];
  audit: AuditEntry[];
}

const copyOf = (state: State): State => structuredClone(state);

const of = <T extends { model: string }>(all: readonly T[], model: string): T[] =>
  all.filter((one) => one.model === model);

type AliasMethods = 'findAlias' | 'putAlias' | 'removeAlias' | 'appendAliasChange' | 'aliasChanges' | 'aliasMoves';

function aliasStoreOn(state: State, now: () => Date): Pick<ModelStore, AliasMethods> {
  const aliasOf = (model: string, alias: string) => of(state.aliases, model).find((one) => one.alias === alias) ?? null;
  const changesOf = (model: string, alias: string) => of(state.changes, model).filter((one) => one.alias === alias);
  return {
    findAlias: async (model, alias) => aliasOf(model, alias),
    putAlias: async ({ model, alias, version }, expectedRevision) => {
      const present = aliasOf(model, alias);
      if ((present?.revision ?? 0) !== expectedRevision) return null;
      state.aliases = state.aliases.filter((one) => one !== present);
      const revision = present ? expectedRevision + 1 : 1 + changesOf(model, alias).length;
      const moved = { model, alias, version, revision, changedAt: now() };
      state.aliases.push(moved);
      return moved;
    },
    removeAlias: async (model, alias, expectedRevision) => {
      const present = aliasOf(model, alias);
      if (present?.revision !== expectedRevision) return false;
      state.aliases = state.aliases.filter((one) => one !== present);
      return true;
    },
    appendAliasChange: async (model, { effectiveAt, evidence = {}, ...change }) => {
      const changedAt = now();
      state.changes.push({ ...change, evidence, model, changedAt, effectiveAt: effectiveAt ?? changedAt });
    },
    aliasChanges: async (model, alias) => changesOf(model, alias).reverse(),
    aliasMoves: async (model, alias) => changesOf(model, alias).reverse(),
  };
}

function storeOn(state: State, now: () => Date): ModelStore {
  const exists = (name: string) => state.models.some((model) => model.name === name);
  return {
    lockOrCreate: async (model) => void (exists(model.name) || state.models.push(model)),
    lock: async (model) => exists(model),
    latestVersion: async (model) => Math.max(0, ...of(state.versions, model).map(({ version }) => version)),
    takeVersionNumber: async (model) => {
      const next = Math.max(state.numbers[model] ?? 0, ...of(state.versions, model).map(({ version }) => version)) + 1;
      state.numbers[model] = next;
      return next;
    },
    insertVersion: async (version) => {
      const inserted = { ...version, createdAt: now() };
      state.versions.push(inserted);
      return inserted;
    },
    findTarget: async (model, version) => {
      const found = of(state.versions, model).find((one) => one.version === version);
      return found ? { ...found, archived: of(state.archived, model).some((one) => one.version === version) } : null;
    },
    findVersion: async (model, version) => of(state.versions, model).find((one) => one.version === version) ?? null,
    findByArtifact: async (model, digest) =>
      of(state.versions, model)
        .filter(({ artifactDigest }) => artifactDigest === digest)
        .reverse(),
    deleteVersion: async (model, version) => {
      const pointsAt = (change: AliasChange) => change.version === version || change.previousVersion === version;
      if (of(state.changes, model).some(pointsAt)) return false;
      state.versions = state.versions.filter((one) => one.model !== model || one.version !== version);
      return true;
    },
    isArchived: async (model, version) => of(state.archived, model).some((one) => one.version === version),
    versionHolders: async (model, version) =>
      of(state.aliases, model)
        .filter((one) => one.version === version)
        .map(({ alias }) => `alias ${alias}`),
    archive: async ({ model, version }) => void state.archived.push({ model, version }),
    unarchive: async (model, version) => {
      state.archived = state.archived.filter((one) => one.model !== model || one.version !== version);
    },
    ...aliasStoreOn(state, now),
    findPolicy: async (model, kind) => of(state.policies, model).findLast((policy) => policy.kind === kind) ?? null,
    insertPolicy: async (policy) => void state.policies.push(policy),
  };
}

/** Transactions one after the other; what a failed one did is forgotten. */
export class InMemoryRegistry implements RegistryUnitOfWork {
  state: State = {
    models: [],
    versions: [],
    numbers: {},
    archived: [],
    aliases: [],
    changes: [],
    policies: [],
    requests: [],
    decisions: [],
    documents: [],
    audit: [],
  };
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly now: () => Date = () => new Date(0)) {}

  run: RegistryUnitOfWork['run'] = (work) => {
    const result = this.queue.then(async () => {
      const draft = copyOf(this.state);
      const audit = { record: async (entry: AuditEntry) => void draft.audit.push(entry) };
      const done = await work({
        models: storeOn(draft, this.now),
        approvals: approvalStoreOn(draft, this.now),
        documents: documentStoreOn(draft, this.now),
        audit,
      });
      this.state = draft;
      return done;
    });
    this.queue = result.catch(() => undefined);
    return result;
  };
}
