import type { LabelSettlement } from '@plumbline/monitoring-adapters';
import type { JobHandler } from '@plumbline/platform';

export const labelsSettle =
  (settlement: LabelSettlement): JobHandler<'labels.settle'> =>
  async (_payload, { signal }) => {
    await settlement.settle(signal);
  };
