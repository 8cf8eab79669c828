import type { WatchModels } from '@plumbline/monitoring-adapters';
import type { JobHandler } from '@plumbline/platform';

export const alertsWatch =
  (models: WatchModels): JobHandler<'alerts.watch'> =>
  () =>
    models.look();
