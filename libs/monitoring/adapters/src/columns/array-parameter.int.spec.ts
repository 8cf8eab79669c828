import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { boolArray, float8Array, int4Array, jsonArray, textArray, timestampArray } from './array-parameter';

describeWithServer('database', 'columns in binary form', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const readBack = async (type: string, parameter: Buffer): Promise<unknown[]> =>
    (await pool.query<{ v: unknown }>(`SELECT v FROM unnest($1::${type}[]) AS v`, [parameter])).rows.map(({ v }) => v);

  it.each([
    ['text', textArray, ['', 'plain', '"quoted", {braced}', 'žluťoučký 𝄞', null, 'NULL']],
    ['int4', int4Array, [0, -1, 2_147_483_647, -2_147_483_648, null]],
    ['float8', float8Array, [0, -0.1, 1e-300, Number.MAX_VALUE, null]],
    ['bool', boolArray, [true, false, null]],
  ])('hold every %s as it is', async (type, encode, values) => {
    expect(await readBack(type, (encode as (all: unknown[]) => Buffer)(values))).toEqual(values);
  });

  it('hold JSON as it was written', async () => {
    const values = [[1, 'ä', null], { sex: 'f' }, null];
    const texts = values.map((value) => (value === null ? null : JSON.stringify(value)));
    expect(await readBack('json', jsonArray(texts))).toEqual(values);
  });

  it('hold times to the millisecond, before and after the epochs', async () => {
    const times = [
      0,
      -1,
      Date.UTC(1999, 11, 31, 23, 59, 59, 999),
      Date.UTC(2000, 0, 1),
      Date.UTC(2026, 10, 23, 1, 2, 3, 4),
    ];
    const found = await readBack('timestamptz', timestampArray(times));
    expect(found.map((time) => (time as Date).getTime())).toEqual(times);
  });

  it('are empty for no rows', async () => {
    expect(await readBack('text', textArray([]))).toEqual([]);
  });
});
