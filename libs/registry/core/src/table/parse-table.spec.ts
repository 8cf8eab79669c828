import { aSignature } from '../signature/signature.builder';
import { featureRows, positiveLabels } from './feature-rows';
import { parseTable } from './parse-table';

const invalid = (code: string, detail: RegExp) =>
  expect.objectContaining({ code, fields: [{ pointer: '/reference', detail: expect.stringMatching(detail) }] });

describe('parseTable', () => {
  it.each([',', ';', '\t'])('reads columns parted by %j, quotes and a byte order mark', (delimiter) => {
    const header = ['"a,b;c"', 'd'].join(delimiter);
    const row = ['"1 ""x"""', '2'].join(delimiter);
    expect(parseTable(`\uFEFF${header}\r\n${row}\r\n`)).toEqual({ columns: ['a,b;c', 'd'], rows: [['1 "x"', '2']] });
  });

  it('refuses an empty file and a header without rows', () => {
    expect(() => parseTable('')).toThrow(invalid('table_empty', /is empty/));
    expect(() => parseTable('a,b\n')).toThrow(invalid('table_empty', /no row/));
  });

  it('names the row that is longer or shorter than the header', () => {
    expect(() => parseTable('a,b\n1,2\n1,2,3\n')).toThrow(invalid('table_ragged', /row 2 .* 3 values.* 2/));
  });

  it('refuses a column without a name or with a name that is taken, and a quote that is never closed', () => {
    expect(() => parseTable('a,\n1,2\n')).toThrow(invalid('table_header_invalid', /column 2 has no name/));
    expect(() => parseTable('a,a\n1,2\n')).toThrow(invalid('table_header_invalid', /"a" twice/));
    expect(() => parseTable('a,b\n"1,2\n')).toThrow(invalid('table_malformed', /breaks off/));
  });
});

describe('featureRows', () => {
  const table = parseTable('city,age,churned\nparis,30,yes\n,41,no\n');

  it('gives typed values in the order of the signature, missing as null', () => {
    expect(featureRows(aSignature(), table)).toEqual([
      [30, 'paris'],
      [41, null],
    ]);
    expect(positiveLabels(aSignature(), table)).toEqual([true, false]);
  });

  it('names the row and column of a cell that does not fit, and a column that is not there', () => {
    const bad = parseTable('city,age\nparis,old\n');
    expect(() => featureRows(aSignature(), bad)).toThrow(invalid('reference_value_invalid', /row 1, column age/));
    const short = parseTable('age\n1\n');
    expect(() => featureRows(aSignature(), short)).toThrow(invalid('reference_column_missing', /no column city/));
  });
});
