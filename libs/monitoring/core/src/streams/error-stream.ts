import type { Signature } from '@plumbline/registry-core';
import {
  type AdwinState,
  adwinMean,
  createAdwin,
  createDdm,
  createPageHinkley,
  type DdmState,
  type PageHinkleyState,
  updateAdwin,
  updateDdm,
  updatePageHinkley,
} from '@plumbline/stats';

export const STREAM_DETECTORS = ['adwin', 'page_hinkley', 'ddm'] as const;
export type StreamDetector = (typeof STREAM_DETECTORS)[number];

export interface StreamAlarm {
  readonly detector: StreamDetector;
  /** Errors became more frequent, or less. */
  readonly direction: 'worse' | 'better';
  /** The labelled row that raised it, from 1 on. */
  readonly row: number;
  /** Share of errors over the whole stream, and in what ADWIN kept: the stream since its last change. */
  readonly rateBefore: number;
  readonly rateNow: number;
}

/** The labelled errors of one version, as far as they were fed: plain JSON that survives a restart. */
export interface ErrorStream {
  version: 1;
  rows: number;
  errors: number;
  adwin: AdwinState;
  pageHinkley: PageHinkleyState;
  ddm: DdmState;
  /** Of a regression: absolute errors until there are enough for their median, beyond which an error is large. */
  firstErrors: number[];
  largeError: number | null;
  /** The newest alarm of each detector. */
  alarms: Partial<Record<StreamDetector, StreamAlarm>>;
}

/** A row whose label is known and no longer provisional. */
export interface MaturedRow {
  readonly score: number;
  readonly predictedLabel: string | null;
  readonly positive: boolean | null;
  readonly label: string;
}

const FIRST_ERRORS = 200;

/**
 * Detectors with settings that keep quiet when nothing changes: over 10,000 labels at error rates of 2 to 40 % each
 * alarms in at most 3 % of streams (`npm run bench -- drift-law`). As published, DDM (30 rows, 3 deviations) alarms in 15
 * to 82 % of them and Page-Hinkley (tolerance 0.005) in up to 58 %.
 */
export const emptyErrorStream = (): ErrorStream => ({
  version: 1,
  rows: 0,
  errors: 0,
  adwin: createAdwin(0.002),
  pageHinkley: createPageHinkley({ minimumValues: 100, tolerance: 0.03, threshold: 50 }),
  ddm: createDdm({ warmUp: 500, driftDeviations: 5, warningDeviations: 4 }),
  firstErrors: [],
  largeError: null,
  alarms: {},
});

function largeErrorOf(stream: ErrorStream, error: number): boolean | null {
  if (stream.largeError !== null) return error > stream.largeError;
  stream.firstErrors.push(error);
  if (stream.firstErrors.length < FIRST_ERRORS) return null;
  stream.largeError = [...stream.firstErrors].sort((a, b) => a - b)[FIRST_ERRORS / 2] as number;
  stream.firstErrors = [];
  return null;
}

/** Was the answer wrong? For a regression: further off than half of its first answers. Null: not told yet. */
function isError({ task, output }: Signature, stream: ErrorStream, row: MaturedRow): boolean | null {
  if (task === 'regression') return largeErrorOf(stream, Math.abs(row.score - Number(row.label)));
  if (row.positive === null || output.kind === 'label') {
    return row.predictedLabel === null ? null : row.predictedLabel !== row.label;
  }
  return row.score >= output.threshold !== row.positive;
}

function pageHinkleyRises({ sumIncrease, minimumIncrease, threshold }: PageHinkleyState): boolean {
  return minimumIncrease !== null && sumIncrease - minimumIncrease > threshold;
}

/** Feeds one row, in event order, and tells which detectors alarm at it. Changes `stream`. */
export function feedErrorStream(signature: Signature, stream: ErrorStream, row: MaturedRow): StreamAlarm[] {
  const wrong = isError(signature, stream, row);
  if (wrong === null) return [];
  const before = adwinMean(stream.adwin) ?? 0;
  stream.rows += 1;
  if (wrong) stream.errors += 1;
  const found: Pick<StreamAlarm, 'detector' | 'direction'>[] = [];
  const x = wrong ? 1 : 0;
  if (updateAdwin(stream.adwin, x)) {
    found.push({ detector: 'adwin', direction: (adwinMean(stream.adwin) ?? 0) > before ? 'worse' : 'better' });
  }
  if (updatePageHinkley(stream.pageHinkley, x)) {
    found.push({ detector: 'page_hinkley', direction: pageHinkleyRises(stream.pageHinkley) ? 'worse' : 'better' });
  }
  if (updateDdm(stream.ddm, wrong) === 'drift') found.push({ detector: 'ddm', direction: 'worse' });
  const rates = { rateBefore: stream.errors / stream.rows, rateNow: adwinMean(stream.adwin) ?? 0 };
  const alarms = found.map((alarm): StreamAlarm => ({ ...alarm, row: stream.rows, ...rates }));
  for (const alarm of alarms) stream.alarms[alarm.detector] = alarm;
  return alarms;
}

/** So many labelled rows an alarm is news. */
const NEWS_ROWS = 1_000;
const FEWEST_ROWS = 500;

export interface StreamStanding {
  readonly detector: StreamDetector;
  readonly verdict: 'alarm' | 'quiet' | 'not_enough_evidence';
  readonly alarm: StreamAlarm | null;
}

/** An alarm for the worse stands for the next 1,000 labelled rows; before 500 rows nothing is said. */
export const streamStandings = ({ rows, alarms }: ErrorStream): StreamStanding[] =>
  STREAM_DETECTORS.map((detector) => {
    const alarm = alarms[detector] ?? null;
    const isNews = alarm !== null && alarm.direction === 'worse' && rows - alarm.row < NEWS_ROWS;
    return { detector, alarm, verdict: isNews ? 'alarm' : rows < FEWEST_ROWS ? 'not_enough_evidence' : 'quiet' };
  });
