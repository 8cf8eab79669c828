import type { AuditEntry, AuditTrail } from '@plumbline/registry-core';
import type { RolloutEvidence } from './comparisons/evidence';
import { isOpen, type Rollout } from './rollout';
import type {
  ChampionSwitch,
  Clearance,
  RolloutAnnouncer,
  RolloutEvidenceReader,
  RolloutStore,
  RolloutUnitOfWork,
} from './rollouts.port';

/** In-memory stand-in for the database, with the same compare-and-set and all-or-nothing rules. */
export class InMemoryRollouts implements RolloutStore, RolloutUnitOfWork {
  readonly byId = new Map<string, Rollout>();
  events: { rolloutId: string; kind: string; actor: string; reason: string }[] = [];
  entries: AuditEntry[] = [];

  async run<T>(work: (tx: { rollouts: RolloutStore; audit: AuditTrail }) => Promise<T>): Promise<T> {
    const before = { byId: new Map(this.byId), events: [...this.events], entries: [...this.entries] };
    try {
      return await work({ rollouts: this, audit: { record: async (entry) => void this.entries.push(entry) } });
    } catch (error) {
      this.byId.clear();
      for (const [id, rollout] of before.byId) this.byId.set(id, rollout);
      this.events = before.events;
      this.entries = before.entries;
      throw error;
    }
  }

  async find(id: string) {
    return this.byId.get(id) ?? null;
  }
  async findOpen(model: string) {
    return [...this.byId.values()].find((rollout) => rollout.model === model && isOpen(rollout)) ?? null;
  }
  async listOpen() {
    return [...this.byId.values()].filter(isOpen);
  }
  async insert(rollout: Rollout) {
    this.byId.set(rollout.id, rollout);
  }
  async update(rollout: Rollout) {
    if (this.byId.get(rollout.id)?.revision !== rollout.revision) return false;
    this.byId.set(rollout.id, { ...rollout, revision: rollout.revision + 1 });
    return true;
  }
  async appendEvent(event: { rolloutId: string; kind: string; actor: string; reason: string }) {
    this.events.push(event);
  }
  async wasRolledBack(model: string, version: number) {
    return [...this.byId.values()].some(
      (rollout) => rollout.model === model && rollout.candidateVersion === version && rollout.state === 'rolled_back',
    );
  }
}

export class FakeChampion implements ChampionSwitch {
  readonly switches: { model: string; version: number }[] = [];
  readonly abandoned: { version: number; reason: string }[] = [];
  clearance: Clearance = { kind: 'free' };
  failures = 0;
  constructor(public version: number | null = 1) {}
  async current() {
    return this.version;
  }
  async clear() {
    return this.clearance;
  }
  async ask() {
    return this.clearance;
  }
  async promote(change: { model: string; version: number }) {
    if (this.failures-- > 0) throw new TypeError('killed before the switch');
    if (this.clearance.kind !== 'free') return this.clearance;
    if (this.version !== change.version) {
      this.version = change.version;
      this.switches.push({ model: change.model, version: change.version });
    }
    return { kind: 'promoted' } as const;
  }
  async abandon({ version, reason }: { version: number; reason: string }) {
    this.abandoned.push({ version, reason });
  }
}

export class FakeEvidence implements RolloutEvidenceReader {
  constructor(public evidence: RolloutEvidence) {}
  async read() {
    return this.evidence;
  }
  async latestPredictionSeq() {
    return 0n;
  }
}

export class SilentAnnouncer implements RolloutAnnouncer {
  readonly summaries: string[] = [];
  async announce({ summary }: { summary: string }) {
    this.summaries.push(summary);
  }
}
