import type { WindowRetention } from '@plumbline/monitoring-adapters';
import type { JobHandler } from '@plumbline/platform';

export const windowsRetain =
  (retention: WindowRetention): JobHandler<'windows.retain'> =>
  async (_payload, { signal }) => {
    await retention.apply(signal);
  };
