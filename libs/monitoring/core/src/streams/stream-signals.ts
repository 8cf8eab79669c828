import type { AlertSignal } from '../alerts/alert-signal';
import type { StreamStanding } from './error-stream';

const VERDICTS = { alarm: 'bad', quiet: 'good', not_enough_evidence: 'not_enough_evidence' } as const;
const NAMES = { adwin: 'ADWIN', page_hinkley: 'Page-Hinkley', ddm: 'DDM' } as const;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** One signal a detector. */
export const streamSignals = (model: string, standings: readonly StreamStanding[]): AlertSignal[] =>
  standings.map(({ detector, verdict, alarm }) => ({
    ...{ watch: 'stream', subject: detector, verdict: VERDICTS[verdict], value: alarm?.rateNow ?? null },
    title: alarm
      ? `${model}: ${NAMES[detector]} sees errors change, ${percent(alarm.rateNow)} of late against ${percent(alarm.rateBefore)}`
      : `${model}: ${NAMES[detector]} sees no change of errors`,
    detail: alarm ? { ...alarm } : {},
  }));
