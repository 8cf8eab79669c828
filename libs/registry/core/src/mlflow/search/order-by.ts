import { MlflowInvalidError } from '../mlflow.errors';
import { tokenize } from './filter-token';
import { resolveName, type Entity, type Grammar } from './filter';

export interface Order {
  readonly entity: Entity;
  readonly key: string;
  readonly ascending: boolean;
}

/** `metrics.auc DESC`, ``params.`a b` ``. @throws MlflowInvalidError */
function parseOne(text: string, grammar: Grammar): Order {
  const [name, direction, ...rest] = tokenize(text);
  const word = direction?.text.toUpperCase() ?? 'ASC';
  if (!name || rest.length > 0 || (word !== 'ASC' && word !== 'DESC'))
    throw new MlflowInvalidError(`Invalid order_by clause '${text}': give a name, then ASC or DESC.`);
  return { ...resolveName(name, grammar), ascending: word === 'ASC' };
}

export const parseOrderBy = (clauses: readonly string[], grammar: Grammar): Order[] =>
  clauses.map((clause) => parseOne(clause, grammar));
