import type { AdmissionReport } from '../artifact/admission.port';
import type { Detection } from '../signature/detection';
import type { Signature } from '../signature/signature';
import type { Lineage, MetricInterval } from './lineage';

/** A file that the graph refers to by this name, relative to its own folder. */
export interface ExternalFile {
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
}

/** Immutable once registered: a change is a new version. */
export interface ModelVersion {
  readonly model: string;
  readonly version: number;
  /** SHA-256 of the ONNX file, lower-case hex. */
  readonly artifactDigest: string;
  readonly artifactBytes: number;
  /** The file as it was sent, where the one that serves had to be rewritten (ZipMap); null: it serves as sent. */
  readonly originalDigest: string | null;
  /** External data beside the graph: [] for a model in one file. */
  readonly files: readonly ExternalFile[];
  readonly signature: Signature;
  /** Distribution of the data it was trained on; null when none was given, and then drift is not monitored. */
  readonly reference: unknown;
  readonly metrics: Readonly<Record<string, number>>;
  /** Of those metrics that have one. */
  readonly metricIntervals: Readonly<Record<string, MetricInterval>>;
  readonly lineage: Lineage;
  /** What the graph offers and what was chosen of it; null for versions from before it was kept. */
  readonly detection: Detection | null;
  /** The trial in the admission process; null for versions from before it was kept. */
  readonly admission: AdmissionReport | null;
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
  /** null: the alias was taken away. */
  readonly version: number | null;
  readonly previousVersion: number | null;
  readonly action: 'promote' | 'rollback' | 'set' | 'remove';
  readonly reason: string;
  readonly actor: string;
  readonly changedAt: Date;
}

export const CHAMPION = 'champion';
