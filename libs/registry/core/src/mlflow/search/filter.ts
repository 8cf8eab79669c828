import { MlflowInvalidError } from '../mlflow.errors';
import { tokenize, type FilterToken } from './filter-token';

export type Entity = 'attribute' | 'metric' | 'param' | 'tag';
export type Comparator =
  '=' | '!=' | '>' | '>=' | '<' | '<=' | 'LIKE' | 'ILIKE' | 'IN' | 'NOT IN' | 'IS NULL' | 'IS NOT NULL';

export interface Condition {
  readonly entity: Entity;
  readonly key: string;
  readonly comparator: Comparator;
  /** null for IS NULL and IS NOT NULL. */
  readonly value: string | number | readonly string[] | null;
}

/** What one search understands. */
export interface Grammar {
  readonly attributes: Readonly<Record<string, 'text' | 'number'>>;
  /** Other spellings of attributes. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** Entities beside attributes. */
  readonly entities: readonly Exclude<Entity, 'attribute'>[];
}

const ENTITIES: Readonly<Record<string, Entity>> = {
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  metric: 'metric',
  metrics: 'metric',
  parameter: 'param',
  parameters: 'param',
  param: 'param',
  params: 'param',
  tag: 'tag',
  tags: 'tag',
};
const TEXT_COMPARATORS: readonly Comparator[] = ['=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'];
const NUMBER_COMPARATORS: readonly Comparator[] = ['=', '!=', '>', '>=', '<', '<='];
const NULL_COMPARATORS: readonly Comparator[] = ['IS NULL', 'IS NOT NULL'];

const isWord = (token: FilterToken | undefined, word: string): boolean =>
  token?.kind === 'name' && token.entity === undefined && token.text.toUpperCase() === word;

/** What a name in a filter or an order means. @throws MlflowInvalidError that lists what could stand there */
export function resolveName(token: FilterToken, grammar: Grammar): { entity: Entity; key: string } {
  const entity = token.entity === undefined ? 'attribute' : ENTITIES[token.entity];
  if (entity !== 'attribute' && (entity === undefined || !grammar.entities.includes(entity))) {
    const known = ['attribute', ...grammar.entities].join(', ');
    throw new MlflowInvalidError(`Invalid entity type '${token.entity}'. Valid values are ${known}.`);
  }
  if (entity !== 'attribute') return { entity, key: token.text };
  const key = grammar.synonyms?.[token.text] ?? token.text;
  if (Object.hasOwn(grammar.attributes, key)) return { entity, key };
  const known = Object.keys(grammar.attributes).join(', ');
  throw new MlflowInvalidError(`Invalid attribute key '${token.text}' specified. Valid keys are ${known}.`);
}

/** Reads one filter from left to right. */
class FilterReader {
  private at = 0;

  constructor(
    private readonly tokens: readonly FilterToken[],
    private readonly grammar: Grammar,
  ) {}

  conditions(): Condition[] {
    const found = [this.condition()];
    while (this.at < this.tokens.length) {
      const joint = this.tokens[this.at++];
      if (!isWord(joint, 'AND'))
        throw new MlflowInvalidError(`Conditions are joined by AND only; found '${joint?.text}'.`);
      found.push(this.condition());
    }
    return found;
  }

  private condition(): Condition {
    const token = this.tokens[this.at++];
    if (token?.kind !== 'name' && !token?.doubleQuoted)
      throw new MlflowInvalidError(`Invalid comparison clause: expected a name, found '${token?.text ?? 'the end'}'.`);
    const { entity, key } = resolveName(token, this.grammar);
    const comparator = this.comparator();
    const numeric = entity === 'metric' || (entity === 'attribute' && this.grammar.attributes[key] === 'number');
    const nullable = entity === 'tag' || entity === 'param' ? NULL_COMPARATORS : [];
    const allowed = [...(numeric ? NUMBER_COMPARATORS : TEXT_COMPARATORS), ...nullable];
    if (!allowed.includes(comparator))
      throw new MlflowInvalidError(`Invalid comparator '${comparator}' for ${entity} '${key}': ${allowed.join(' ')}.`);
    return { entity, key, comparator, value: this.value(comparator, numeric, `${entity} '${key}'`) };
  }

  private comparator(): Comparator {
    const token = this.tokens[this.at++];
    if (token?.kind === 'operator') return (token.text === '<>' ? '!=' : token.text) as Comparator;
    if (isWord(token, 'LIKE') || isWord(token, 'ILIKE') || isWord(token, 'IN'))
      return token?.text.toUpperCase() as Comparator;
    if (isWord(token, 'NOT') && isWord(this.tokens[this.at], 'IN')) {
      this.at += 1;
      return 'NOT IN';
    }
    if (isWord(token, 'IS')) {
      const negated = isWord(this.tokens[this.at], 'NOT');
      const last = this.tokens[this.at + (negated ? 1 : 0)];
      this.at += negated ? 2 : 1;
      if (isWord(last, 'NULL')) return negated ? 'IS NOT NULL' : 'IS NULL';
    }
    throw new MlflowInvalidError(`Invalid comparator '${token?.text ?? 'the end'}' in the filter.`);
  }

  private value(comparator: Comparator, numeric: boolean, what: string): Condition['value'] {
    if (NULL_COMPARATORS.includes(comparator)) return null;
    if (comparator === 'IN' || comparator === 'NOT IN') return this.list(what);
    const token = this.tokens[this.at++];
    if (numeric && token?.kind === 'number') return Number(token.text);
    if (!numeric && token?.kind === 'text') return token.text;
    const wanted = numeric ? 'a number' : "a quoted string value (e.g. 'my-value')";
    throw new MlflowInvalidError(`Expected ${wanted} for ${what}. Found ${token?.text ?? 'the end'}.`);
  }

  private list(what: string): string[] {
    const values: string[] = [];
    let token = this.tokens[this.at++];
    if (token?.text !== '(' || token.kind !== 'punctuation')
      throw new MlflowInvalidError(`Expected a list in parentheses for ${what}.`);
    do {
      token = this.tokens[this.at++];
      if (token?.kind !== 'text') throw new MlflowInvalidError(`Expected quoted string values for ${what}.`);
      values.push(token.text);
      token = this.tokens[this.at++];
    } while (token?.kind === 'punctuation' && token.text === ',');
    if (token?.text !== ')') throw new MlflowInvalidError(`The list of ${what} is not closed.`);
    return values;
  }
}

/** Conditions joined by AND; none for an empty filter. @throws MlflowInvalidError */
export function parseFilter(filter: string | undefined, grammar: Grammar): Condition[] {
  const tokens = tokenize(filter ?? '');
  return tokens.length === 0 ? [] : new FilterReader(tokens, grammar).conditions();
}
