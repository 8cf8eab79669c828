import type { Signature } from '../signature/signature';
import type { Table } from '../table/table';

export interface ReferenceFindings {
  /** Distribution of the reference data, as model_version.reference keeps it. */
  readonly reference: unknown;
  /** Measured by running the model on the reference rows; empty without labels. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface ReferenceProfiler {
  profile(version: { signature: Signature; artifact: Uint8Array; table: Table }): Promise<ReferenceFindings>;
}
