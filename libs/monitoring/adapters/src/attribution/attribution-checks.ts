import {
  affordableRows,
  type AttributeRows,
  type AttributionBaseline,
  type AttributionDriftDocument,
  attributionDrift,
  BACKGROUND_ROWS,
  type MonitoredVersion,
  type MonitorPolicy,
  sampledShapley,
  type Scalar,
} from '@plumbline/monitoring-core';
import { createRandom } from '@plumbline/stats';
import type { Pool } from 'pg';
import type { AttributableModels } from './attributable-models.port';
import { firstServedRows, sampleServedRows } from './served-rows.query';

interface Compared {
  readonly attributor: AttributeRows;
  readonly baseline: AttributionBaseline;
  /** Windows that begin earlier hold rows of the baseline. */
  readonly from: Date | null;
}

const MAXIMUM_VERSIONS = 20;

type Rows = readonly (readonly Scalar[])[];

function shuffled(rows: Rows): Rows {
  const random = createRandom(1);
  return rows
    .map((row) => ({ row, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

/** Attribution drift of a version's newest closed window. What it compares with is attributed once a version. */
export class AttributionChecks {
  private readonly known = new Map<string, Compared>();

  constructor(
    private readonly pool: Pool,
    private readonly models: AttributableModels,
  ) {}

  /** Null when the model cannot be asked here, or the version has no rows to compare with yet. */
  async check(
    version: MonitoredVersion,
    policy: Pick<MonitorPolicy, 'alpha'>,
    since: Date,
    range: { readonly from: Date; readonly to: Date },
  ): Promise<AttributionDriftDocument | null> {
    const features = version.signature.features.map(({ name }) => name);
    const compared = await this.comparedWith(version, since, features.length);
    if (compared === null || (compared.from !== null && range.from < compared.from)) return null;
    const { attributor, baseline } = compared;
    const current = await sampleServedRows(this.pool, version, range, affordableRows(attributor, features.length));
    return attributionDrift(attributor, features, baseline, current, policy);
  }

  private async comparedWith(version: MonitoredVersion, since: Date, features: number): Promise<Compared | null> {
    const key = `${version.model}:${version.version}:${since.getTime()}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const score = await this.models.scorer(version.model, version.version);
    if (score === null) return null;
    const attributor = sampledShapley(score);
    const rowsEach = Math.max(0, affordableRows(attributor, features));
    const wanted = BACKGROUND_ROWS + rowsEach;
    const reference = await this.models.referenceRows(version.model, version.version);
    const served = reference === null ? await firstServedRows(this.pool, version, since, wanted) : null;
    const rows = shuffled(reference ?? served?.rows ?? []).slice(0, wanted);
    // The first rows are still coming: what is compared with must not change once it is chosen.
    if (served !== null && rows.length < wanted) return null;
    const background = rows.slice(0, BACKGROUND_ROWS);
    const attributions =
      background.length === 0 ? [] : await attributor.attribute(rows.slice(BACKGROUND_ROWS), background);
    const kind = reference === null ? 'first_served' : 'reference';
    const compared = { attributor, baseline: { kind, background, attributions } as const, from: served?.until ?? null };
    if (this.known.size >= MAXIMUM_VERSIONS) this.known.clear();
    this.known.set(key, compared);
    return compared;
  }
}
