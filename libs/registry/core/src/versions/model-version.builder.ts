import { aSignature } from '../signature/signature.builder';
import type { ModelVersion } from './model-version';

/** Version 1 of `churn`: one file, no reference, nothing measured. */
export function aVersion(changes: Partial<Omit<ModelVersion, 'createdAt'>> = {}): Omit<ModelVersion, 'createdAt'> {
  return {
    model: 'churn',
    version: 1,
    artifactDigest: 'a'.repeat(64),
    artifactBytes: 1,
    originalDigest: null,
    files: [],
    signature: aSignature(),
    reference: null,
    metrics: {},
    metricIntervals: {},
    lineage: {},
    detection: null,
    admission: null,
    source: {},
    bornBecause: '',
    createdBy: 'token:ana',
    ...changes,
  };
}
