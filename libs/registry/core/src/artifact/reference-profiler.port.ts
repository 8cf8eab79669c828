import type { Signature } from '../signature/signature';
import type { Table } from '../table/table';

export interface ReferenceFindings {
  /** Distribution of the reference data, as model_version.reference keeps it. */
  readonly reference: unknown;
  /** Measured by running the model on the reference rows; empty without labels. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface ReferenceProfiler {
  /** `metrics` were measured by whoever trained (out of fold, say) and count more than what the trained-on rows show. */
  profile(version: {
    signature: Signature;
    artifact: Uint8Array;
    table: Table;
    metrics: Readonly<Record<string, number>>;
  }): Promise<ReferenceFindings>;
}
