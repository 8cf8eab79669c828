import { defaultPolicy, POLICY_SCHEMAS } from '@plumbline/contracts';
import { listen, type Listener } from '@plumbline/platform';
import { holdoutSalt, type HoldoutGroup, type ModelRoute, type ServingRules } from '@plumbline/serving-core';
import type { Pool } from 'pg';

const ROUTE_CHANNEL = 'plumbline_routes';

interface RouteRow {
  model: string;
  champion_version: number | null;
  rollout_id: string | null;
  strategy: string;
  state: string;
  step_index: number;
  arms: NonNullable<ModelRoute['rollout']>['arms'];
  sample_percent: number;
  rollout_champion: number;
  candidate_version: number;
  share_percent: number;
  salt: string;
  paired: boolean;
  serving_policy: unknown;
  impact_policy: unknown;
}

const SNAPSHOT = `
  SELECT m.name AS model, a.version AS champion_version, r.id AS rollout_id, r.strategy, r.state, r.step_index, r.arms,
         r.champion_version AS rollout_champion, r.candidate_version, r.share_percent, r.salt,
         COALESCE((r.policy ->> 'paired')::boolean, true) AS paired,
         COALESCE((r.policy ->> 'shadowSamplePercent')::float8, 100) AS sample_percent,
         p.body AS serving_policy, i.body AS impact_policy
  FROM model m
  LEFT JOIN model_alias a ON a.model = m.name AND a.alias = 'champion'
  LEFT JOIN rollout r ON r.model = m.name AND r.ended_at IS NULL
  LEFT JOIN LATERAL (SELECT body FROM model_policy WHERE model = m.name AND kind = 'serving'
                     ORDER BY revision DESC LIMIT 1) p ON true
  LEFT JOIN LATERAL (SELECT body FROM model_policy WHERE model = m.name AND kind = 'impact'
                     ORDER BY revision DESC LIMIT 1) i ON true`;

/** A policy that an older or newer registry wrote in another form is no reason to stop serving. */
const rulesOf = (row: RouteRow): ServingRules => {
  const parsed = POLICY_SCHEMAS.serving.safeParse(row.serving_policy ?? {});
  const holdout = holdoutOf(row);
  return { ...(parsed.success ? parsed.data : defaultPolicy('serving')), ...(holdout && { holdout }) };
};

function holdoutOf({ model, impact_policy: body }: RouteRow): HoldoutGroup | undefined {
  const parsed = body === null ? undefined : POLICY_SCHEMAS.impact.safeParse(body);
  if (!parsed?.success || parsed.data.holdoutPercent === 0) return undefined;
  const { holdoutPercent: percent, holdoutRound } = parsed.data;
  return { salt: holdoutSalt(model, holdoutRound), percent };
}

const toRoute = (row: RouteRow): ModelRoute => ({
  model: row.model,
  rules: rulesOf(row),
  championVersion: row.champion_version,
  rollout:
    row.rollout_id === null
      ? null
      : {
          id: row.rollout_id,
          strategy: row.strategy,
          state: row.state,
          stepIndex: row.step_index,
          arms: row.arms,
          samplePercent: row.sample_percent,
          championVersion: row.rollout_champion,
          candidateVersion: row.candidate_version,
          sharePercent: row.share_percent,
          salt: row.salt,
          paired: row.paired,
        },
});

export interface PgRouteSourceOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly databaseUrl: string;
  /** The next snapshot is read when this has resolved: snapshots never overtake each other. */
  readonly onRoutes: (routes: ModelRoute[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Covers a lost notification, and tries again what could not be loaded. */
  readonly pollMs?: number;
}

/** What serves, from the registry's tables: at once by NOTIFY, at the latest by the slow poll. */
export class PgRouteSource {
  private listener: Listener | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isDirty = false;
  private isClosed = false;

  constructor(private readonly options: PgRouteSourceOptions) {}

  /** Resolves when the first snapshot was tried; without a database it goes on trying. */
  async start(): Promise<void> {
    await this.startListening();
    await this.refresh();
    this.timer = setInterval(() => {
      if (!this.listener) void this.startListening();
      void this.refresh();
    }, this.options.pollMs ?? 2_000);
  }

  /** Reads and applies now; a call during a run leads to one more run after it. */
  refresh(): Promise<void> {
    this.isDirty = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      // A call between the end of the loop and here was not seen by it.
      if (this.isDirty && !this.isClosed) void this.refresh();
    });
    return this.running;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.listener?.close();
    await this.running;
  }

  private async startListening(): Promise<void> {
    const { databaseUrl, onError } = this.options;
    try {
      const onChange = (): void => void this.refresh();
      this.listener = await listen(databaseUrl, ROUTE_CHANNEL, onChange, { onError, onConnect: onChange });
    } catch (error) {
      onError(error);
    }
  }

  private async run(): Promise<void> {
    while (this.isDirty && !this.isClosed) {
      this.isDirty = false;
      try {
        const { rows } = await this.options.pool.query<RouteRow>(SNAPSHOT);
        await this.options.onRoutes(rows.map(toRoute));
      } catch (error) {
        this.options.onError(error);
      }
    }
  }
}
