import type { VersionPool } from '../versions/version-pool';
import { LoadFailures, type LoadFailure } from './load-failures';
import { RolloutMeters } from './rollout-meters';
import { RoutingTable, versionsOf, type ModelRoute } from './routing-table';

export type LoadFailureListener = (model: string, version: number, error: unknown) => void;

/**
 * The table in force. A version is loaded and warm before the table that routes to it is: no request ever waits for a
 * model, or meets one that is gone. What cannot be loaded changes nothing: a broken champion leaves its predecessor
 * serving, a broken candidate leaves the champion alone.
 */
export class ServingState {
  /** What the judges of open rollouts read. */
  readonly meters = new RolloutMeters();
  private current = new RoutingTable();
  private applied = false;
  private readonly failures: LoadFailures;

  constructor(
    private readonly pool: VersionPool,
    private readonly onLoadFailure: LoadFailureListener = () => undefined,
    nowMs: () => number = Date.now,
  ) {
    this.failures = new LoadFailures(nowMs);
  }

  get table(): RoutingTable {
    return this.current;
  }

  /** The registry has been read at least once. */
  get isReady(): boolean {
    return this.applied;
  }

  /** Open rollouts whose versions are all loaded here, so that each of them could answer the next request. */
  readyRollouts(): string[] {
    return this.current.all().flatMap(({ rollout }) => rollout?.id ?? []);
  }

  /** Versions of the model that should serve and do not. */
  failuresOf(model: string): readonly LoadFailure[] {
    return this.failures.of(model);
  }

  /** Not to be called again before it has resolved. */
  async apply(routes: readonly ModelRoute[]): Promise<void> {
    const usable: ModelRoute[] = [];
    for (const route of routes) usable.push(await this.makeUsable(route));
    this.current = new RoutingTable(usable, this.meters);
    this.meters.keep(new Set(routes.flatMap(({ rollout }) => rollout?.id ?? [])));
    this.applied = true;
    this.failures.keep(
      routes.flatMap((route) => versionsOf(route).map((version) => ({ model: route.model, version }))),
    );
    await this.pool.sweep(
      usable.flatMap((route) => versionsOf(route).map((version) => ({ model: route.model, version }))),
    );
  }

  private async makeUsable(route: ModelRoute): Promise<ModelRoute> {
    const [champion, ...others] = versionsOf(route);
    if (champion === undefined) return route;
    if (!(await this.isLoadable(route.model, champion))) return this.keptRoute(route);
    for (const version of others)
      if (!(await this.isLoadable(route.model, version))) return { ...route, rollout: null };
    return route;
  }

  /** What served before, under the rules of now. */
  private keptRoute(route: ModelRoute): ModelRoute {
    const before = this.current.find(route.model);
    return before ? { ...before, ...(route.rules && { rules: route.rules }) } : route;
  }

  private async isLoadable(model: string, version: number): Promise<boolean> {
    if (!this.failures.mayTry(model, version)) return false;
    try {
      await this.pool.load(model, version);
      this.failures.remove(model, version);
      return true;
    } catch (error) {
      this.failures.add(model, version, error);
      this.onLoadFailure(model, version, error);
      return false;
    }
  }
}
