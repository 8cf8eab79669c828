import type { Role } from '@plumbline/contracts';
import { ModelForbiddenError, NotAllowedError, NoTokenError } from './auth.errors';
import type { Identity } from './identity';
import { hasEveryModel, mayUseModel } from './model-scope';

/** A cell of ACCESS_MATRIX. */
export type AccessRow = 'public' | readonly Role[];
/** One service of ACCESS_MATRIX: `METHOD pattern` -> row. */
export type AccessRows = Readonly<Record<string, AccessRow>>;

/** Whom an address is about: a model by its name, the handler's own choice, or more than one token's models. */
export type ModelTarget = { readonly model: string } | 'kept-by-handler' | 'not-one-model';

type Caller = Pick<Identity, 'role' | 'models'>;

/** A missing row refuses everybody. @throws NoTokenError, NotAllowedError, ModelForbiddenError */
export function authorize(row: AccessRow | undefined, caller: Caller | undefined, target: ModelTarget): void {
  if (row === 'public') return;
  if (caller === undefined) throw new NoTokenError();
  if (!row) throw new NotAllowedError('Nobody may call this: it has no row in the access matrix.');
  const { role, models } = caller;
  if (!row.includes(role)) throw new NotAllowedError(`Role ${role} may not do this; ${row.join(', ')} may.`);
  if (target === 'kept-by-handler' || hasEveryModel(caller)) return;
  if (target === 'not-one-model') throw new ModelForbiddenError(models);
  if (!mayUseModel(caller, target.model)) throw new ModelForbiddenError(models, target.model);
}

/** @throws ModelForbiddenError */
export function authorizeModel(caller: Pick<Identity, 'models'>, model: string): void {
  if (!mayUseModel(caller, model)) throw new ModelForbiddenError(caller.models, model);
}
