import { uuidv7 } from 'uuidv7';
import type { JobHandler } from '@plumbline/platform';
import { requestRetraining, type RequestRetrainingPorts } from '@plumbline/retraining-core';

export const retrainingConsider =
  (ports: RequestRetrainingPorts): JobHandler<'retraining.consider'> =>
  async ({ model, trigger, detail, requestedBy }) => {
    await requestRetraining({ id: uuidv7(), model, trigger, detail, requestedBy, now: new Date() }, ports);
  };
