import type { GateResult } from './gate';

export interface GateReport {
  readonly schemaVersion: 1;
  readonly runId: string;
  /** The one it was held against: pinned, since the champion may be another by the time somebody reads this. */
  readonly championVersion: number;
  readonly snapshotDigest: string;
  readonly gates: readonly GateResult[];
  readonly evaluation: unknown;
}

/** As it is kept with the version: plain JSON, in which a number that is none is null. */
export const gateReport = (report: Omit<GateReport, 'schemaVersion'>): GateReport =>
  JSON.parse(JSON.stringify({ schemaVersion: 1, ...report })) as GateReport;
