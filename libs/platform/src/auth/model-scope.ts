import type { Identity } from './identity';

/** @param pattern a model name in which `*` stands for any text */
function matches(pattern: string, model: string): boolean {
  if (!pattern.includes('*')) return pattern === model;
  const [first = '', ...rest] = pattern.split('*');
  if (!model.startsWith(first)) return false;
  const last = rest.pop() as string;
  let at = first.length;
  for (const part of rest) {
    const found = model.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return model.length - last.length >= at && model.endsWith(last);
}

export const hasEveryModel = ({ models }: Pick<Identity, 'models'>): boolean => models.includes('*');

export const mayUseModel = (identity: Pick<Identity, 'models'>, model: string): boolean =>
  hasEveryModel(identity) || identity.models.some((pattern) => matches(pattern, model));

/** Whether every model of `pattern` is one of the identity's: sure for names, and for the very patterns it holds. */
export const mayGrantModels = (identity: Pick<Identity, 'models'>, pattern: string): boolean =>
  hasEveryModel(identity) ||
  identity.models.includes(pattern) ||
  (!pattern.includes('*') && mayUseModel(identity, pattern));
