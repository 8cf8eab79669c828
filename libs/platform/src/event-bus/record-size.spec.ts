import { chunkRecords, MAX_RECORD_BYTES } from './record-size';

const record = (bytes: number, key = 'k') => ({ key, value: 'x'.repeat(bytes - key.length) });

describe('chunkRecords', () => {
  it('cuts by number and by bytes, in order and without loss', () => {
    const records = Array.from({ length: 10 }, (_, i) => record(200_000, `k${i}`));
    const chunks = chunkRecords(records, 3);
    expect(chunks.flat()).toEqual(records);
    expect(chunks.map((chunk) => chunk.length)).toEqual([3, 3, 3, 1]);
    expect(chunkRecords(records, 100).map((chunk) => chunk.length)).toEqual([4, 4, 2]);
    expect(chunkRecords([], 3)).toEqual([]);
  });

  it('takes a record of exactly the limit, counted in bytes, and refuses one more', () => {
    expect(chunkRecords([record(MAX_RECORD_BYTES)], 3)).toHaveLength(1);
    expect(() => chunkRecords([record(MAX_RECORD_BYTES + 1)], 3)).toThrow('event bus takes 900000');
    expect(() => chunkRecords([{ key: '', value: 'é'.repeat(MAX_RECORD_BYTES / 2 + 1) }], 3)).toThrow();
    expect(() => chunkRecords([{ ...record(MAX_RECORD_BYTES), headers: { a: 'b' } }], 3)).toThrow();
  });
});
