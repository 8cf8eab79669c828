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

/** What an alias may point to. */
export interface AliasTarget extends Pick<ModelVersion, 'model' | 'version' | 'artifactDigest' | 'files'> {
  /** An archived version can not be pointed to. */
  readonly archived: boolean;
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
  /** correct: what was true earlier was written down wrongly; what the alias means now is untouched. */
  readonly action: 'promote' | 'rollback' | 'set' | 'remove' | 'correct';
  readonly reason: string;
  readonly actor: string;
  /** When it was written down. */
  readonly changedAt: Date;
  /** From when on it was true: `changedAt`, unless it corrects the past. */
  readonly effectiveAt: Date;
  readonly evidence: AliasEvidence;
}

/** On what the alias was moved. Changes from before it was kept have none of it. */
export interface AliasEvidence {
  readonly artifactDigest?: string;
  readonly gateReportDigest?: string | null;
  /** 0: there was no card. */
  readonly cardRevision?: number;
  readonly approvalId?: string;
  readonly requester?: string;
  readonly approvers?: readonly string[];
  readonly rolloutId?: string;
  /** A protected alias went back without approvals, as its policy allows. */
  readonly emergencyBrake?: true;
  /** A correction: what we believed until then. */
  readonly believedVersion?: number | null;
}

/** All that the line of champions is read from. */
export type AliasMove = Pick<AliasChange, 'version' | 'action'>;

export type NewAliasChange = Omit<AliasChange, 'changedAt' | 'effectiveAt' | 'evidence'> & {
  /** Without it: now. */
  readonly effectiveAt?: Date;
  readonly evidence?: AliasEvidence;
};

export const CHAMPION = 'champion';
