import type { Deliverer } from '@plumbline/monitoring-adapters';
import type { JobHandler } from '@plumbline/platform';

export const deliveriesSend =
  (deliverer: Deliverer): JobHandler<'deliveries.send'> =>
  ({ deliveryId }) =>
    deliverer.deliver(deliveryId);
