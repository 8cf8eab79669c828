import canonicalize from 'canonicalize';
import { AuditEntryInvalidError } from './governance.errors';

/** The one text of a JSON value (RFC 8785): sorted keys, no white space, ECMAScript numbers. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new AuditEntryInvalidError('it is no JSON value');
  return text;
}
