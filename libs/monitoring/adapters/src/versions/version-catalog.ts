import { defaultPolicy, POLICY_SCHEMAS, signatureSchema } from '@plumbline/contracts';
import {
  type LabelPolicy,
  type MonitoredVersion,
  monitoredVersion,
  type MonitorPolicy,
  readReferenceProfile,
  withSegments,
} from '@plumbline/monitoring-core';
import type { Clock } from '@plumbline/platform';
import type { Queryable } from '../queryable';

interface Timed<T> {
  readonly value: T;
  readonly untilMs: number;
}

export interface ModelPolicies {
  readonly monitor: MonitorPolicy;
  readonly label: LabelPolicy;
}

interface VersionRow {
  readonly version: number;
  readonly signature: unknown;
  readonly reference: unknown;
}

const MAXIMUM_VERSIONS = 500;

/**
 * What the monitor reads of the registry: versions (immutable, so kept) and policies with the latest version (kept for
 * `ttlMs`). A version that is not found is asked for again, as it may be registered at any moment.
 */
export class VersionCatalog {
  private readonly versions = new Map<string, MonitoredVersion>();
  private readonly latest = new Map<string, Timed<MonitoredVersion>>();
  private readonly policies = new Map<string, Timed<ModelPolicies>>();
  private readonly segmented = new WeakMap<MonitoredVersion, { key: string; value: MonitoredVersion }>();

  constructor(
    private readonly clock: Clock,
    private readonly ttlMs = 1_000,
  ) {}

  /** The version as the policy in force counts it. */
  async version(db: Queryable, model: string, version: number): Promise<MonitoredVersion | null> {
    const known = this.versions.get(`${model}:${version}`) ?? (await this.load(db, model, version));
    return known && this.asCounted(known, (await this.policiesOf(db, model)).monitor.segments ?? []);
  }

  /** The newest version; null when no model of this name has one. */
  async latestVersion(db: Queryable, model: string): Promise<MonitoredVersion | null> {
    const nowMs = this.clock.now().getTime();
    const known = this.latest.get(model);
    if (known !== undefined && known.untilMs > nowMs) return known.value;
    const { rows } = await db.query<VersionRow>(
      'SELECT version, signature, reference FROM model_version WHERE model = $1 ORDER BY version DESC LIMIT 1',
      [model],
    );
    if (!rows[0]) return null;
    const value = this.keep(model, rows[0]);
    this.latest.set(model, { value, untilMs: nowMs + this.ttlMs });
    return value;
  }

  async policiesOf(db: Queryable, model: string): Promise<ModelPolicies> {
    const nowMs = this.clock.now().getTime();
    const known = this.policies.get(model);
    if (known !== undefined && known.untilMs > nowMs) return known.value;
    const { rows } = await db.query<{ kind: string; body: unknown }>(
      `SELECT DISTINCT ON (kind) kind, body FROM model_policy
        WHERE model = $1 AND kind IN ('monitor', 'label') ORDER BY kind, revision DESC`,
      [model],
    );
    const bodyOf = (kind: string): unknown => rows.find((row) => row.kind === kind)?.body ?? {};
    const monitor = POLICY_SCHEMAS.monitor.safeParse(bodyOf('monitor'));
    const label = POLICY_SCHEMAS.label.safeParse(bodyOf('label'));
    const value = {
      monitor: monitor.success ? monitor.data : defaultPolicy('monitor'),
      label: label.success ? label.data : defaultPolicy('label'),
    };
    this.policies.set(model, { value, untilMs: nowMs + this.ttlMs });
    return value;
  }

  async policiesOfAll(
    db: Queryable,
    items: readonly { readonly model: string }[],
  ): Promise<Map<string, ModelPolicies>> {
    const policies = new Map<string, ModelPolicies>();
    for (const { model } of items) {
      if (!policies.has(model)) policies.set(model, await this.policiesOf(db, model));
    }
    return policies;
  }

  private async load(db: Queryable, model: string, version: number): Promise<MonitoredVersion | null> {
    const { rows } = await db.query<VersionRow>(
      'SELECT version, signature, reference FROM model_version WHERE model = $1 AND version = $2',
      [model, version],
    );
    return rows[0] ? this.keep(model, rows[0]) : null;
  }

  private asCounted(version: MonitoredVersion, segments: NonNullable<MonitorPolicy['segments']>): MonitoredVersion {
    if (segments.length === 0) return version;
    const key = JSON.stringify(segments);
    const known = this.segmented.get(version);
    if (known?.key === key) return known.value;
    const value = withSegments(version, segments);
    this.segmented.set(version, { key, value });
    return value;
  }

  private keep(model: string, row: VersionRow): MonitoredVersion {
    const key = `${model}:${row.version}`;
    const known = this.versions.get(key);
    if (known !== undefined) return known;
    const signature = signatureSchema.parse(row.signature);
    const made = monitoredVersion(model, row.version, signature, readReferenceProfile(row.reference));
    if (this.versions.size >= MAXIMUM_VERSIONS) this.versions.clear();
    this.versions.set(key, made);
    return made;
  }
}
