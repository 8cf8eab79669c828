import { murmur3 } from './murmur3';

/** What of a model's requests is written to the log, by its `serving` policy. */
export interface RequestLogRules {
  readonly requestLog: 'off' | 'errors' | 'sampled' | 'all';
  /** Of the answered requests, under `sampled`. */
  readonly requestLogSampleRate: number;
  /** With the values of features that are neither personal nor protected. */
  readonly requestLogPayload: boolean;
}

const HASHES = 2 ** 32;
/** Of the hash: another one than that which decides the arm of a rollout. */
const SEED = 0x6c6f6721;

/** Whether an answered request is logged: the same prediction always or never, in every process and on every machine. */
export function logsAnswer({ requestLog, requestLogSampleRate }: RequestLogRules, predictionId: string): boolean {
  if (requestLog === 'off' || requestLog === 'errors') return false;
  return requestLog === 'all' || murmur3(predictionId, SEED) < requestLogSampleRate * HASHES;
}

export const logsRefusal = ({ requestLog }: RequestLogRules): boolean => requestLog !== 'off';
