import { PlumblineError } from '@plumbline/problem';
import type { ReadinessChecks } from '@plumbline/platform';
import type { FileSpool } from '@plumbline/serving-adapters';
import type { ServingState } from '@plumbline/serving-core';
import type { Pool } from 'pg';

const demand = async (isMet: boolean, part: string): Promise<void> => {
  if (!isMet) throw new PlumblineError('unavailable', 'not_ready', `${part} is not ready`);
};

/** Ready: it knows what serves, can look up tokens and versions, and can record what it answers. */
export const readinessChecks = (
  pool: Pick<Pool, 'query'>,
  state: ServingState,
  spool: Pick<FileSpool, 'isWritable'>,
): ReadinessChecks => ({
  database: () => pool.query('SELECT 1'),
  routes: () => demand(state.isReady, 'routes'),
  spool: () => demand(spool.isWritable(), 'spool'),
});
