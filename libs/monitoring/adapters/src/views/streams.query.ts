import type { ErrorStreamView } from '@plumbline/contracts';
import { type ErrorStream, streamStandings } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';

const VERSIONS = 5;
const ALARMS = 20;

const STREAMS = `
  SELECT version, state FROM error_stream
   WHERE model = $1 AND ($2::int IS NULL OR version = $2) ORDER BY version DESC LIMIT ${VERSIONS}`;

const ALARMS_OF = `
  SELECT detector, direction, stream_row::int AS row, served_at AS "servedAt", rate_before AS "rateBefore",
         rate_now AS "rateNow"
    FROM stream_alarm WHERE model = $1 AND version = $2 ORDER BY stream_row DESC, detector LIMIT ${ALARMS}`;

type AlarmRow = Omit<ErrorStreamView['alarms'][number], 'servedAt'> & { readonly servedAt: Date };

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** The detectors of the newest versions, with their latest alarms. */
export async function selectStreams(
  db: Queryable,
  model: string,
  version: number | undefined,
): Promise<ErrorStreamView[]> {
  const { rows } = await db.query<{ version: number; state: ErrorStream }>(STREAMS, [model, version ?? null]);
  return Promise.all(
    rows.map(async ({ version: number, state }): Promise<ErrorStreamView> => {
      const alarms = await db.query<AlarmRow>(ALARMS_OF, [model, number]);
      return {
        version: number,
        rows: state.rows,
        errorRate: share(state.errors, state.rows),
        errorRateNow: share(state.adwin.total, state.adwin.width),
        detectors: streamStandings(state).map(({ detector, verdict }) => ({ detector, verdict })),
        alarms: alarms.rows.map((row) => ({ ...row, servedAt: row.servedAt.toISOString() })),
      };
    }),
  );
}
