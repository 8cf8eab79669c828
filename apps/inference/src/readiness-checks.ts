import { PlumblineError } from '@plumbline/problem';
import type { ReadinessChecks } from '@plumbline/platform';
import type { FileSpool } from '@plumbline/serving-adapters';
import type { ServingState } from '@plumbline/serving-core';
import type { Pool } from 'pg';

const demand = async (isMet: boolean, part: string): Promise<void> => {
  if (!isMet) throw new PlumblineError('unavailable', 'not_ready', `${part} is not ready`);
};

/** Then a spool that takes nothing keeps no prediction from being given. */
const dropsEverywhere = ({ table }: ServingState): boolean => {
  const routes = table.all();
  return routes.length > 0 && routes.every(({ rules }) => rules?.whenSpoolIsFull === 'drop');
};

/** Ready: it knows what serves, can look up tokens and versions, and can record what it answers. */
export const readinessChecks = (
  pool: Pick<Pool, 'query'>,
  state: ServingState,
  spool: Pick<FileSpool, 'isWritable'>,
  /** What is being lost at present, in words, where policy drops events rather than predictions. */
  dropping: () => string | undefined,
): ReadinessChecks => ({
  database: () => pool.query('SELECT 1'),
  routes: () => demand(state.isReady, 'routes'),
  spool: async () => {
    if (!dropsEverywhere(state)) await demand(spool.isWritable(), 'spool');
    return dropping();
  },
});
