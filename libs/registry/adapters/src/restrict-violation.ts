/** restrict_violation (our trigger) and foreign_key_violation: something points to the row or once did. */
const CODES = new Set(['23001', '23503']);

interface DriverError {
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: string } } };
}

export const isRestrictViolation = (error: unknown): boolean =>
  CODES.has((error as DriverError | null)?.meta?.driverAdapterError?.cause?.originalCode ?? '');
