import { JOB_CATALOG } from '@plumbline/contracts';
import type { JobHandler } from '@plumbline/platform';
import type { ExecuteRun } from '@plumbline/retraining-core';

const { attempts } = JOB_CATALOG['retraining.run'];

export const retrainingRun =
  (execute: ExecuteRun): JobHandler<'retraining.run'> =>
  ({ runId }, { signal, attempt }) =>
    execute.execute(runId, { signal, last: attempt >= attempts }, () => new Date());
