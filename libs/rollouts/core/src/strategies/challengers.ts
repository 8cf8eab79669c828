import type { Rollout, RolloutArm } from '../rollout';

/** What is compared with the champion. */
export const challengersOf = ({ strategy, arms, candidateVersion, sharePercent }: Rollout): readonly RolloutArm[] =>
  strategy === 'ab' ? arms : [{ name: 'candidate', version: candidateVersion, sharePercent }];
