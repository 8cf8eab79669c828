import { MlflowInvalidError } from '../mlflow.errors';

export interface FilterToken {
  /** `name`: an identifier with its dots, quotes already taken off its key. */
  readonly kind: 'name' | 'text' | 'number' | 'operator' | 'punctuation';
  readonly text: string;
  /** Of a name: what stands before the first dot. */
  readonly entity?: string;
  /** A double-quoted text may be a name or a value. */
  readonly doubleQuoted?: boolean;
}

const SPACE = /\s+/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
const SINGLE = /'((?:[^']|'')*)'/y;
const DOUBLE = /"((?:[^"]|"")*)"/y;
const OPERATOR = /!=|<>|>=|<=|=|>|</y;
const PUNCTUATION = /[(),]/y;
/** `tags.a.b`, ``tags.`a b` ``, `params."a-b"`, `` `name` ``. */
const NAME = /(?:([A-Za-z_]\w*)\.)?(?:`([^`]*)`|"((?:[^"]|"")*)"|([A-Za-z_][\w./-]*))/y;

const MAX_FILTER_LENGTH = 20_000;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function tokenAt(text: string, at: number): { token: FilterToken; length: number } | null {
  const plain = (kind: FilterToken['kind'], found: RegExpExecArray | null, value?: string) =>
    found && { token: { kind, text: value ?? found[0] }, length: found[0].length };
  const single = match(SINGLE, text, at);
  const double = match(DOUBLE, text, at);
  const name = match(NAME, text, at);
  return (
    plain('number', match(NUMBER, text, at)) ??
    plain('operator', match(OPERATOR, text, at)) ??
    plain('punctuation', match(PUNCTUATION, text, at)) ??
    (single && plain('text', single, single[1]?.replaceAll("''", "'"))) ??
    (double && {
      token: { kind: 'text', text: double[1]?.replaceAll('""', '"') ?? '', doubleQuoted: true },
      length: double[0].length,
    }) ??
    (name && { token: nameToken(name), length: name[0].length })
  );
}

function nameToken([, entity, ticked, quoted, bare]: RegExpExecArray): FilterToken {
  const key = ticked ?? quoted?.replaceAll('""', '"') ?? bare ?? '';
  return { kind: 'name', text: key, ...(entity === undefined ? {} : { entity }) };
}

/** @throws MlflowInvalidError that shows where it stops being readable */
export function tokenize(filter: string): FilterToken[] {
  if (filter.length > MAX_FILTER_LENGTH)
    throw new MlflowInvalidError(`The filter is longer than ${MAX_FILTER_LENGTH} characters.`);
  const tokens: FilterToken[] = [];
  for (let at = 0; at < filter.length;) {
    const space = match(SPACE, filter, at);
    if (space) {
      at += space[0].length;
      continue;
    }
    const found = tokenAt(filter, at);
    if (!found) throw new MlflowInvalidError(`The filter can not be read from here: ${filter.slice(at, at + 40)}`);
    tokens.push(found.token);
    at += found.length;
  }
  return tokens;
}
