import type { Signature } from '../signature/signature';
import type { Scalar } from '../table/feature-rows';
import type { Table } from '../table/table';
import type { MetricInterval } from '../versions/lineage';
import type { Trial } from './admission.port';

export interface ReferenceFindings {
  /** Distribution of the reference data, as model_version.reference keeps it. */
  readonly reference: unknown;
  /** Of the model on the reference rows; empty without labels. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly metricIntervals: Readonly<Record<string, MetricInterval>>;
}

export interface ScoredReference {
  readonly signature: Signature;
  readonly table: Table;
  /** Every row of the table, in the signature's feature order. */
  readonly rows: readonly (readonly Scalar[])[];
  /** Places in `rows` that were scored: a large reference is scored in part, spread evenly. */
  readonly scored: readonly number[];
  /** One a scored row. */
  readonly answers: Pick<Trial, 'scores' | 'classScores'>;
  /** Measured by whoever trained (out of fold, say): they count more than what the trained-on rows show. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Pure: the model was asked before, in the admission process. */
export type ProfileReference = (reference: ScoredReference) => ReferenceFindings;
