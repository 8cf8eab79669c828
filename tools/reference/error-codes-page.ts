import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATUS_OF_KIND } from '@plumbline/contracts';
import type { ProblemKind } from '@plumbline/problem';
import { code, page, table } from './markdown-page';

/** `super('kind', 'code', ...)` and `new PlumblineError('kind', 'code', ...)`. */
const WITH_KIND = /(?:super|new PlumblineError)\(\s*'([a-z_]+)',\s*'([a-z_]+)'/g;
/** The registry's refusals of a version, all `invalid`. */
const OF_VERSION = /(?:new VersionInvalidError|invalidVersion)\(\s*'([a-z_]+)'/g;
/** Ends of a training run that repeating would not mend; the class puts `retraining_` before them. */
const OF_RUN = /new RetrainingFailed\(\s*'([a-z_]+)'/g;

const isKind = (text: string): text is ProblemKind => Object.hasOwn(STATUS_OF_KIND, text);

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'generated') yield* sourceFiles(path);
    else if (/\.ts$/.test(entry.name) && !/\.(spec|fake|builder)\.ts$/.test(entry.name)) yield path;
  }
}

function* codesIn(source: string): Generator<[string, ProblemKind]> {
  for (const [, kind = '', name = ''] of source.matchAll(WITH_KIND)) if (isKind(kind)) yield [name, kind];
  for (const [, name = ''] of source.matchAll(OF_VERSION)) yield [name, 'invalid'];
  for (const [, name = ''] of source.matchAll(OF_RUN)) yield [`retraining_${name}`, 'conflict'];
}

/** Read from the places where errors are made, so that a new code appears by itself. */
export function errorCodesPage(): string {
  const found = new Map<string, { kind: ProblemKind; files: Set<string> }>();
  for (const root of ['libs', 'apps'])
    for (const path of sourceFiles(root))
      for (const [name, kind] of codesIn(readFileSync(path, 'utf8'))) {
        const known = found.get(name) ?? { kind, files: new Set<string>() };
        known.files.add(path);
        found.set(name, known);
      }
  const rows = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return page('Error codes', [
    'The `code` of a problem (RFC 9457, `application/problem+json`) is stable; its text may be bettered.',
    table(
      ['code', 'HTTP status', 'kind', 'made in'],
      rows.map(([name, { kind, files }]) => [
        code(name),
        String(STATUS_OF_KIND[kind]),
        kind,
        [...files].sort().map(code).join(', '),
      ]),
    ),
  ]);
}
