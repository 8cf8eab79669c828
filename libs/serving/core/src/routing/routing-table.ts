import { NoChampionError, ModelNotFoundError } from '../serving.errors';
import type { UnknownFields } from '../validation/instance-schema';
import { assignArm, type Arm } from './assign-arm';
import type { HoldoutGroup } from './holdout';

export interface OpenRollout {
  readonly id: string;
  readonly state: string;
  readonly championVersion: number;
  readonly candidateVersion: number;
  readonly sharePercent: number;
  readonly salt: string;
  /** Both versions score every row; only one answers. */
  readonly paired: boolean;
}

/** The model's `serving` policy, and the hold-out group of its `impact` policy where there is one. */
export interface ServingRules {
  readonly unknownFields: UnknownFields;
  readonly whenSpoolIsFull: 'refuse' | 'drop';
  readonly holdout?: HoldoutGroup;
}

/** In force when nobody has written a policy. */
export const DEFAULT_RULES: ServingRules = { unknownFields: 'refuse', whenSpoolIsFull: 'refuse' };

export interface ModelRoute {
  readonly model: string;
  /** null: registered, and nothing serves yet. */
  readonly championVersion: number | null;
  readonly rollout: OpenRollout | null;
  readonly rules?: ServingRules;
}

export interface RouteDecision {
  readonly version: number;
  readonly rollout?: { readonly id: string; readonly arm: Arm };
  readonly alsoScore: readonly number[];
}

const SPLITTING_STATES: ReadonlySet<string> = new Set(['running', 'paused', 'promoting']);
const NONE: readonly number[] = [];

/** A rollout whose champion is not the champion any more (promoted, or changed by hand) splits nothing. */
function splits({ championVersion, rollout }: ModelRoute): boolean {
  return rollout !== null && SPLITTING_STATES.has(rollout.state) && rollout.championVersion === championVersion;
}

/** Versions that must be loaded before this route may be used. */
export function versionsOf(route: ModelRoute): number[] {
  if (route.championVersion === null) return [];
  return route.rollout && splits(route)
    ? [route.championVersion, route.rollout.candidateVersion]
    : [route.championVersion];
}

/** Share of the traffic by version, in percent. */
export function weightsOf(route: ModelRoute): { version: number; weightPercent: number }[] {
  if (route.championVersion === null) return [];
  if (!route.rollout || !splits(route)) return [{ version: route.championVersion, weightPercent: 100 }];
  const { candidateVersion, sharePercent } = route.rollout;
  return [
    { version: route.championVersion, weightPercent: 100 - sharePercent },
    { version: candidateVersion, weightPercent: sharePercent },
  ];
}

/** Immutable: a change of what serves is a new table. */
export class RoutingTable {
  private readonly routes: ReadonlyMap<string, ModelRoute>;

  constructor(routes: Iterable<ModelRoute> = []) {
    this.routes = new Map([...routes].map((route) => [route.model, route]));
  }

  all(): ModelRoute[] {
    return [...this.routes.values()].sort((a, b) => (a.model < b.model ? -1 : 1));
  }

  find(model: string): ModelRoute | undefined {
    return this.routes.get(model);
  }

  rulesOf(model: string): ServingRules {
    return this.routes.get(model)?.rules ?? DEFAULT_RULES;
  }

  /** @param stickyKey the subject; where nobody is named, the prediction's id */
  route(model: string, stickyKey: string): RouteDecision {
    const route = this.routes.get(model);
    if (!route) throw new ModelNotFoundError(model);
    if (route.championVersion === null) throw new NoChampionError(model);
    const { rollout } = route;
    if (!rollout || !splits(route)) return { version: route.championVersion, alsoScore: NONE };
    const arm = assignArm({ salt: rollout.salt, subject: stickyKey, sharePercent: rollout.sharePercent });
    const [version, other] =
      arm === 'candidate'
        ? [rollout.candidateVersion, route.championVersion]
        : [route.championVersion, rollout.candidateVersion];
    return { version, rollout: { id: rollout.id, arm }, alsoScore: rollout.paired ? [other] : NONE };
  }
}
