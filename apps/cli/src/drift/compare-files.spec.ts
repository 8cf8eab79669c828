import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, driftReport, featureWindowFromSamples, nextNormal } from '@plumbline/stats';
import { compareFiles, type CompareOptions } from './compare-files';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const notes: string[] = [];
const compare = (reference: string, current: string, options: Partial<CompareOptions> = {}) =>
  compareFiles({ reference, current }, { drop: [], ...options }, { bytes: () => {}, note: (line) => notes.push(line) });

interface Rows {
  readonly amount: (number | null)[];
  readonly city: string[];
}

function rowsOf(count: number, seed: number, shift = 0): Rows {
  const random = createRandom(seed);
  const cities = ['Oslo', 'Paris, "old"', 'São Paulo', 'Rome'];
  const amount = Array.from({ length: count }, () =>
    random.next() < 0.02 ? null : nextNormal(random) * 30 + 100 + shift,
  );
  return { amount, city: Array.from({ length: count }, () => cities[random.nextInteger(4)] as string) };
}

const csvOf = ({ amount, city }: Rows): string =>
  `amount,city\n${amount.map((x, i) => `${x ?? ''},"${(city[i] as string).replaceAll('"', '""')}"`).join('\n')}\n`;

describe('drift between two files', () => {
  it('is the report on the same rows in memory', async () => {
    const [before, after] = [rowsOf(4_000, 1), rowsOf(3_000, 2, 15)];
    const report = await compare(write('a.csv', csvOf(before)), write('b.csv', csvOf(after)));
    const wanted = driftReport([
      featureWindowFromSamples('amount', 'numeric', before.amount, after.amount),
      featureWindowFromSamples('city', 'categorical', before.city, after.city),
    ]);
    const shown = ({ features, ...rest }: typeof wanted) => ({
      ...rest,
      features: features.map(({ feature, kind, verdict, law, pValue, unseen, missing }) => ({
        ...{ feature, kind, verdict, law, pValue, unseen, missing },
      })),
    });
    const { onlyIn, ...found } = report;
    expect(onlyIn).toEqual({ reference: [], current: [] });
    expect(shown(found)).toEqual(shown(wanted));
    expect(found.features[0]?.measures?.ks).toBeCloseTo(wanted.features[0]?.measures?.ks as number, 12);
    expect(found.features[0]?.measures?.wasserstein).toBeCloseTo(
      wanted.features[0]?.measures?.wasserstein as number,
      9,
    );
  });

  it('of a reference too large to hold cuts its bins from a random share, and still counts every row', async () => {
    const [before, after] = [rowsOf(20_000, 3), rowsOf(20_000, 4, 15)];
    const files = [write('large.csv', csvOf(before)), write('other.csv', csvOf(after))] as const;
    const report = await compare(...files, { heldValues: 2_000 });
    expect(report.rows).toEqual({ reference: 20_000, current: 20_000 });
    expect(report.features.map(({ verdict }) => verdict)).toEqual(['drift', 'no_drift']);
    expect((await compare(files[0], files[0], { heldValues: 2_000 })).verdict).toBe('no_drift');
  });

  it('takes a column for categories when a word comes late, after all that types are guessed from', async () => {
    const numbers = Array.from({ length: 60_000 }, (_, i) => `${i % 7},1`);
    const reference = write('late.csv', `code,x\n${numbers.join('\n')}\nA7,1\nA7,1\n`);
    const { features } = await compare(reference, reference);
    expect(features.map(({ feature, kind }) => [feature, kind])).toEqual([
      ['code', 'categorical'],
      ['x', 'numeric'],
    ]);
  });

  it('counts a word in a column of numbers as missing, and says where the first one is', async () => {
    const reference = write('numbers.csv', `x\n${Array.from({ length: 500 }, (_, i) => i).join('\n')}\n`);
    const current = write(
      'words.csv',
      `x\n${Array.from({ length: 500 }, (_, i) => (i === 3 ? 'oops' : i)).join('\n')}\n`,
    );
    notes.length = 0;
    const { features } = await compare(reference, current);
    expect(features[0]?.missing).toEqual({ reference: 0, current: 1 / 500 });
    expect(notes.join()).toContain('words.csv, line 5: x "oops" is no number');
  });

  it('compares only the columns that are asked for, and names those that only one file has', async () => {
    const [a, b] = [write('abc.csv', 'a,b,c\n1,2,3\n'), write('abd.csv', 'a,b,d\n1,2,3\n')];
    const all = await compare(a, b);
    expect(all.features.map(({ feature }) => feature)).toEqual(['a', 'b']);
    expect(all.onlyIn).toEqual({ reference: ['c'], current: ['d'] });
    expect((await compare(a, b, { columns: ['b'] })).features.map(({ feature }) => feature)).toEqual(['b']);
    expect((await compare(a, b, { drop: ['b'] })).features.map(({ feature }) => feature)).toEqual(['a']);
    await expect(compare(a, b, { columns: ['c'] })).rejects.toThrow(
      /--columns c: .*abd.csv has no such column; it has a, b, d/,
    );
  });

  it('names file, line and remedy of a broken row', async () => {
    const good = write('good.csv', 'a,b\n1,2\n3,4\n');
    const broken = write('broken.csv', 'a,b\n1,2\n3\n');
    await expect(compare(good, broken)).rejects.toThrow(/broken.csv, line 3: only 1 value: give every row as many/);
    await expect(compare(write('none.csv', ''), good)).rejects.toThrow(/the CSV is empty/);
    await expect(compare(join(folder, 'absent.csv'), good)).rejects.toThrow(/there is no such file/);
  });
});
