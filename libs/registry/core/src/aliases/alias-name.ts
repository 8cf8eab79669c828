import { invalidVersion } from '../registry.errors';
import { CHAMPION } from '../versions/model-version';

/** What MLflow clients may send, in ASCII, and nothing that means something else in a path. */
const ALLOWED = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/;
/** `v3` and `3` name a version, and `latest` whatever was registered last: an alias of that name would lie. */
const RESERVED = /^(latest|v?\d+)$/i;

/** @returns why it can not be an alias, or null */
export function aliasNameProblem(alias: string): string | null {
  if (!ALLOWED.test(alias))
    return 'an alias is 1 to 255 letters, digits, dots, dashes and underscores, beginning with a letter, digit or underscore';
  if (RESERVED.test(alias)) return `${alias} is reserved: it reads like a version. Take a word such as challenger`;
  if (alias !== CHAMPION && alias.toLowerCase() === CHAMPION)
    return `write ${CHAMPION} in lower case: it is what serves`;
  return null;
}

/** @throws VersionInvalidError */
export function refuseAliasName(alias: string): void {
  const problem = aliasNameProblem(alias);
  if (problem !== null) throw invalidVersion('alias_name_invalid', '/alias', problem);
}
