import type { JobHandler } from '@plumbline/platform';
import type { RolloutController } from '@plumbline/rollouts-core';

export const rolloutsTick =
  (controller: RolloutController): JobHandler<'rollouts.tick'> =>
  () =>
    controller.tick(new Date());
