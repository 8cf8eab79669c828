import type { VersionPool } from '../versions/version-pool';
import { RoutingTable, versionsOf, type ModelRoute } from './routing-table';

export type LoadFailureListener = (model: string, version: number, error: unknown) => void;

/**
 * The table in force. A version is loaded and warm before the table that routes to it is: no request ever waits for a
 * model, or meets one that is gone. What cannot be loaded changes nothing: a broken champion leaves its predecessor
 * serving, a broken candidate leaves the champion alone.
 */
export class ServingState {
  private current = new RoutingTable();
  private applied = false;

  constructor(
    private readonly pool: VersionPool,
    private readonly onLoadFailure: LoadFailureListener = () => undefined,
  ) {}

  get table(): RoutingTable {
    return this.current;
  }

  /** The registry has been read at least once. */
  get isReady(): boolean {
    return this.applied;
  }

  /** Not to be called again before it has resolved. */
  async apply(routes: readonly ModelRoute[]): Promise<void> {
    const usable: ModelRoute[] = [];
    for (const route of routes) usable.push(await this.makeUsable(route));
    this.current = new RoutingTable(usable);
    this.applied = true;
    await this.pool.sweep(
      usable.flatMap((route) => versionsOf(route).map((version) => ({ model: route.model, version }))),
    );
  }

  private async makeUsable(route: ModelRoute): Promise<ModelRoute> {
    const [champion, candidate] = versionsOf(route);
    if (champion === undefined) return route;
    if (!(await this.isLoadable(route.model, champion))) return this.current.find(route.model) ?? route;
    if (candidate === undefined || (await this.isLoadable(route.model, candidate))) return route;
    return { ...route, rollout: null };
  }

  private async isLoadable(model: string, version: number): Promise<boolean> {
    try {
      await this.pool.load(model, version);
      return true;
    } catch (error) {
      this.onLoadFailure(model, version, error);
      return false;
    }
  }
}
