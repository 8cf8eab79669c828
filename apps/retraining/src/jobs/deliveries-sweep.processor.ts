import type { SweepDeliveries } from '@plumbline/monitoring-adapters';
import type { JobHandler } from '@plumbline/platform';

export const deliveriesSweep =
  (deliveries: SweepDeliveries): JobHandler<'deliveries.sweep'> =>
  () =>
    deliveries.sweep(Date.now());
