import { NoChampionError, ModelNotFoundError } from '../serving.errors';
import type { UnknownFields } from '../validation/instance-schema';
import type { HoldoutGroup } from './holdout';
import type { RequestLogRules } from './request-log.policy';
import type { RolloutMeters } from './rollout-meters';
import { challengersOf, RolloutRoute, splits, type OpenRollout, type RouteDecision } from './rollout-route';

/** The model's `serving` policy, and the hold-out group of its `impact` policy where there is one. */
export interface ServingRules extends RequestLogRules {
  readonly unknownFields: UnknownFields;
  readonly whenSpoolIsFull: 'refuse' | 'drop';
  readonly holdout?: HoldoutGroup;
}

/** In force when nobody has written a policy. */
export const DEFAULT_RULES: ServingRules = {
  unknownFields: 'refuse',
  whenSpoolIsFull: 'refuse',
  requestLog: 'errors',
  requestLogSampleRate: 0.01,
  requestLogPayload: false,
};

export interface ModelRoute {
  readonly model: string;
  /** null: registered, and nothing serves yet. */
  readonly championVersion: number | null;
  readonly rollout: OpenRollout | null;
  readonly rules?: ServingRules;
}

/** Versions that must be loaded before this route may be used, the champion first. */
export function versionsOf({ championVersion, rollout }: ModelRoute): number[] {
  if (championVersion === null) return [];
  if (!splits(rollout, championVersion)) return [championVersion];
  return [championVersion, ...challengersOf(rollout).map(({ version }) => version)];
}

/** Share of the traffic by version, in percent. */
export function weightsOf({ championVersion, rollout }: ModelRoute): { version: number; weightPercent: number }[] {
  if (championVersion === null) return [];
  if (!splits(rollout, championVersion)) return [{ version: championVersion, weightPercent: 100 }];
  const others = challengersOf(rollout).map(({ version, sharePercent }) => ({ version, weightPercent: sharePercent }));
  const left = others.reduce((rest, { weightPercent }) => rest - weightPercent, 100);
  return [{ version: championVersion, weightPercent: left }, ...others];
}

interface CompiledRoute {
  readonly route: ModelRoute;
  readonly alone: RouteDecision | undefined;
  readonly split: RolloutRoute | undefined;
}

const NOBODY: readonly number[] = [];

function compiled(route: ModelRoute, meters: RolloutMeters | undefined): CompiledRoute {
  const { championVersion, rollout } = route;
  return {
    route,
    alone: championVersion === null ? undefined : { version: championVersion, alsoScore: NOBODY },
    split: splits(rollout, championVersion) ? new RolloutRoute(rollout, meters) : undefined,
  };
}

/** Immutable: a change of what serves is a new table. */
export class RoutingTable {
  private readonly routes: ReadonlyMap<string, CompiledRoute>;

  /** @param meters without them nothing is counted for the judges of rollouts */
  constructor(routes: Iterable<ModelRoute> = [], meters?: RolloutMeters) {
    this.routes = new Map([...routes].map((route) => [route.model, compiled(route, meters)]));
  }

  all(): ModelRoute[] {
    return [...this.routes.values()].map(({ route }) => route).sort((a, b) => (a.model < b.model ? -1 : 1));
  }

  find(model: string): ModelRoute | undefined {
    return this.routes.get(model)?.route;
  }

  rulesOf(model: string): ServingRules {
    return this.routes.get(model)?.route.rules ?? DEFAULT_RULES;
  }

  /** @param stickyKey the subject; where nobody is named, the prediction's id */
  route(model: string, stickyKey: string): RouteDecision {
    const found = this.routes.get(model);
    if (!found) throw new ModelNotFoundError(model);
    if (!found.alone) throw new NoChampionError(model);
    return found.split ? found.split.decide(stickyKey) : found.alone;
  }
}
