import type { Signature } from '../signature/signature';

/** Immutable once registered: a change is a new version. */
export interface ModelVersion {
  readonly model: string;
  readonly version: number;
  /** SHA-256 of the ONNX file, lower-case hex. */
  readonly artifactDigest: string;
  readonly artifactBytes: number;
  readonly signature: Signature;
  /** Distribution of the data it was trained on; null when none was given, and then drift is not monitored. */
  readonly reference: unknown;
  readonly metrics: Readonly<Record<string, number>>;
  /** Where it came from: a push, a training run with its snapshot digest. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly bornBecause: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface Alias {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  /** Goes up by one at each change: the value of `If-Match` and of compare-and-set. */
  readonly revision: number;
  readonly changedAt: Date;
}

export interface AliasChange {
  readonly alias: string;
  readonly version: number;
  readonly previousVersion: number | null;
  readonly action: 'promote' | 'rollback' | 'set';
  readonly reason: string;
  readonly actor: string;
  readonly changedAt: Date;
}

export const CHAMPION = 'champion';
