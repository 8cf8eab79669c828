import type { Role } from '@plumbline/contracts';
import { NotAllowedError, NoTokenError } from './auth.errors';

/** A cell of ACCESS_MATRIX. */
export type AccessRow = 'public' | readonly Role[];
/** One service of ACCESS_MATRIX: `METHOD pattern` -> row. */
export type AccessRows = Readonly<Record<string, AccessRow>>;

/** A missing row refuses everybody. @throws NoTokenError, NotAllowedError */
export function authorize(row: AccessRow | undefined, role: Role | undefined): void {
  if (row === 'public') return;
  if (role === undefined) throw new NoTokenError();
  if (!row) throw new NotAllowedError('Nobody may call this: it has no row in the access matrix.');
  if (!row.includes(role)) throw new NotAllowedError(`Role ${role} may not do this; ${row.join(', ')} may.`);
}
