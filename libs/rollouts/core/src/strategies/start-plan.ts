import type { RolloutArm, RolloutPolicy, RolloutStrategy } from '../rollout';
import { RolloutInvalid } from '../rollouts.errors';

export interface StartPlan {
  readonly candidateVersion: number;
  readonly sharePercent: number;
  readonly arms: readonly RolloutArm[];
  readonly salt: string;
}

export interface StartRequest {
  readonly id: string;
  readonly strategy: RolloutStrategy;
  readonly candidateVersion: number;
  readonly championVersion: number;
  /** Of an A/B test; left out: the candidate with half of the requests. */
  readonly arms?: readonly RolloutArm[] | undefined;
  readonly policy: RolloutPolicy;
}

/** Shares of the candidate, in the order of the steps. */
export function stepsOf({
  strategy,
  policy,
  arms,
}: {
  readonly strategy: RolloutStrategy;
  readonly policy: RolloutPolicy;
  readonly arms: readonly RolloutArm[];
}): readonly number[] {
  switch (strategy) {
    case 'canary':
      return policy.steps;
    case 'blue-green':
      return [0, 100];
    case 'shadow':
      return [0];
    case 'ab':
      return [arms[0]?.sharePercent ?? 0];
  }
}

/** How a rollout begins. The salt keeps canary, shadow and experiment from picking the same people. */
export function startPlan(request: StartRequest): StartPlan {
  const { id, strategy, candidateVersion, policy } = request;
  if (strategy === 'canary') refuseBadSteps(policy.steps);
  if (strategy !== 'ab' && request.arms?.length)
    throw new RolloutInvalid('/arms', `only an A/B test has arms; leave them out of a ${strategy} rollout`);
  if (strategy === 'shadow' && !policy.paired)
    throw new RolloutInvalid('/paired', 'a shadow scores beside the champion; the policy says paired: false');
  const arms = strategy === 'ab' ? checkedArms(request) : [];
  return {
    candidateVersion: arms[0]?.version ?? candidateVersion,
    sharePercent: stepsOf({ strategy, policy, arms })[0] ?? 0,
    arms,
    salt: strategy === 'canary' || strategy === 'blue-green' ? id : `${strategy}:${id}`,
  };
}

function refuseBadSteps(steps: readonly number[]): void {
  const growing = steps.every((share, i) => share > (i === 0 ? 0 : (steps[i - 1] ?? 0)) && share <= 100);
  if (!steps.length || !growing)
    throw new RolloutInvalid(
      '/steps',
      `steps must grow from above 0 to at most 100 percent, such as 10,25,50,100; got ${steps.join(',')}`,
    );
}

const HALF_PERCENT = 50;

function checkedArms({ arms = [], candidateVersion, championVersion }: StartRequest): readonly RolloutArm[] {
  const all = arms.length > 0 ? arms : [{ name: 'candidate', version: candidateVersion, sharePercent: HALF_PERCENT }];
  const refuse = (detail: string) => new RolloutInvalid('/arms', detail);
  const names = new Set(['champion', ...all.map(({ name }) => name)]);
  if (names.size !== all.length + 1) throw refuse('every arm needs a name of its own; "champion" is taken');
  const versions = new Set([championVersion, ...all.map(({ version }) => version)]);
  if (versions.size !== all.length + 1)
    throw refuse(`every arm needs a version of its own; version ${championVersion} is the champion's`);
  const total = all.reduce((sum, { sharePercent }) => sum + sharePercent, 0);
  if (!all.every(({ sharePercent }) => sharePercent > 0) || !(total < 100))
    throw refuse(`shares must be above 0 and leave the champion a part of the requests; they sum to ${total} %`);
  return all;
}
