// The bank-marketing file: is it the one we know, and where do its first two month runs end?
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const FIRST_CHAMPION_ROWS = 12_137;
const REPLAYED_ROWS = 29_051;

export class ReplayError extends Error {}

function expectedDigest(file) {
  const folder = dirname(file);
  const places = [
    [join(folder, 'SHA256SUMS'), basename(file)],
    [join(dirname(folder), 'SHA256SUMS'), `${basename(folder)}/${basename(file)}`],
  ];
  for (const [sums, name] of places) {
    if (!existsSync(sums)) continue;
    const line = readFileSync(sums, 'utf8')
      .split('\n')
      .map((text) => text.trim().split(/\s+\*?/))
      .find(([, listed]) => listed === name);
    if (line) return { digest: line[0], sums };
  }
  return null;
}

/** Rows of the first `count` runs of one month after the other; the file has no year. */
function rowsOfMonthRuns(text, count) {
  const [header, ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
  const cells = (line) => line.split(';').map((cell) => cell.replaceAll('"', ''));
  const month = cells(header).indexOf('month');
  if (month < 0) throw new ReplayError('the file has no column month: is it bank-additional-full.csv?');
  let runs = 0;
  let before = null;
  for (const [i, row] of rows.entries()) {
    const now = cells(row)[month];
    if (now !== before) runs += 1;
    if (runs > count) return { rows: i, total: rows.length };
    before = now;
  }
  return { rows: rows.length, total: rows.length };
}

export function checkData(file, tell) {
  if (!existsSync(file)) throw new ReplayError(`${file}: there is no such file`);
  const bytes = readFileSync(file);
  const expected = expectedDigest(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (!expected) tell(`warning: no SHA256SUMS beside ${file}; its digest is ${digest}`);
  else if (expected.digest !== digest)
    throw new ReplayError(`${file} is not the file that ${expected.sums} names (${digest}): fetch it again`);
  const { rows, total } = rowsOfMonthRuns(bytes.toString('utf8'), 2);
  if (rows !== FIRST_CHAMPION_ROWS || total - rows !== REPLAYED_ROWS)
    throw new ReplayError(
      `the first two months have ${rows} of ${total} rows, expected ${FIRST_CHAMPION_ROWS} of ${FIRST_CHAMPION_ROWS + REPLAYED_ROWS}: is it bank-additional-full.csv?`,
    );
  return { sha256: digest, verified: expected !== null };
}
