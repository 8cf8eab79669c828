import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CategoryTally } from '../columns/category-tally';
import { csvLayout } from './csv-layout';
import { readNumber, numberEnd } from './read-number';
import { scanCsv } from './scan-csv';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-scan-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'table.csv');

interface Found {
  readonly numbers: number[];
  readonly categories: Map<string, number>;
  readonly rows: number;
}

/** Columns 0 as numbers and 1 as categories, in ranges of `width` bytes; a range that began inside a row is read again. */
function scanned(text: string, width = Infinity): Found {
  writeFileSync(file, text);
  const layout = csvLayout(file);
  const numbers: number[] = [];
  const tally = new CategoryTally();
  let [rows, next] = [0, layout.start];
  while (next < layout.bytes) {
    const batch: number[] = [];
    const sink = {
      kind: 'numeric' as const,
      add: (values: Float64Array) => void batch.push(...values),
      notNumber() {},
    };
    const category = { kind: 'categorical' as const, add: tally.add.bind(tally) };
    const range = { from: next, to: Math.min(layout.bytes, next + width), isRowStart: true };
    const found = scanCsv(file, layout, range, [
      { at: 0, sink },
      { at: 1, sink: category },
    ]);
    expect(found.start).toBe(next);
    numbers.push(...batch);
    rows += found.rows;
    next = Math.max(found.end, next + 1);
  }
  return { numbers, categories: new Map(tally.result().counts), rows };
}

function parsed(text: string): Found {
  const [, ...rows] = parse(text, { bom: true, trim: true, skip_empty_lines: true }) as string[][];
  const categories = new Map<string, number>();
  // Blanks at the ends of a quoted value are no part of a category either.
  const cells = rows.map(([, cell = '']) => cell.trim()).filter((cell) => cell !== '');
  for (const cell of cells) categories.set(cell, (categories.get(cell) ?? 0) + 1);
  return { numbers: rows.map(([cell]) => (cell === '' ? NaN : Number(cell))), categories, rows: rows.length };
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const word = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r\n', 'z', '😀'), maxLength: 6 });
const cell = fc.oneof(word.map(quote), fc.constantFrom('x', 'yy', '', 'long plain value'));
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x.toFixed(6)),
  fc.integer().map(String),
  fc.constantFrom('', '-0.5', '+3', '.25', '7.', '1e3', '"12"', ' 4 ', '0.000000123456789012345'),
);
const line = fc.tuple(number, cell).map(([a, b]) => `${a},${b}`);
const table = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 40 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean())
  .map(([lines, end, hasBom, isEnded]) => `${hasBom ? '\uFEFF' : ''}n,c${end}${lines.join(end)}${isEnded ? end : ''}`);

describe('the CSV scanner', () => {
  it('finds what csv-parse finds, however the file is cut into ranges', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 300 }), (text, width) => {
        const wanted = parsed(text);
        const found = scanned(text, width);
        expect(found.rows).toBe(wanted.rows);
        expect(found.numbers).toEqual(wanted.numbers);
        expect([...found.categories].sort()).toEqual([...wanted.categories].sort());
      }),
      { numRuns: 300 },
    );
  });

  it('reads any number as JavaScript does', () => {
    const decimal = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat(22)).map(([digits, point]) => {
      const text = String(digits).padStart(point + 1, '0');
      return point === 0 ? text : `${text.slice(0, -point)}.${text.slice(-point)}`;
    });
    const written = fc.oneof(decimal, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
    fc.assert(
      fc.property(written, (text) => {
        const value = readNumber(Buffer.from(`${text},`), 0, 0x2c);
        if (numberEnd >= 0) expect(value).toBe(Number(text));
        else expect(/e|\d{10,}/.test(text)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['n,c\n1,a\n2\n', /only 1 value/],
    ['n,c\n1,a\n2,b,3\n', /at least 3 values/],
    ['n,c\n1,"a\n2,b\n', /never closed/],
  ])('refuses %j and says what to do', (text, message) => {
    expect(() => scanned(text)).toThrow(message);
  });
});
