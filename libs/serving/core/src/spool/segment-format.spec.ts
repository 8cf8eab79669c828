import fc from 'fast-check';
import { decodeRecords, encodeRecords } from './segment-format';

const records = fc.array(
  fc.record({ key: fc.uuid(), value: fc.jsonValue().map((value) => JSON.stringify({ value })) }),
  { maxLength: 20 },
);

describe('segment format', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(records, (written) => {
        const bytes = new TextEncoder().encode(encodeRecords(written));
        expect(decodeRecords(bytes, 100)).toEqual({ records: written, bytes: bytes.length, damaged: 0 });
      }),
    );
  });

  it('gives the whole records before any point where the writer may have died, and nothing else', () => {
    fc.assert(
      fc.property(records, fc.nat(), (written, cut) => {
        const bytes = new TextEncoder().encode(encodeRecords(written));
        const part = decodeRecords(bytes.subarray(0, cut % (bytes.length + 1)), 100);
        expect(part.damaged).toBe(0);
        expect(part.records).toEqual(written.slice(0, part.records.length));
        expect(part.bytes).toBe(new TextEncoder().encode(encodeRecords(part.records)).length);
      }),
    );
  });

  it('stops at the number of records asked for', () => {
    const bytes = new TextEncoder().encode('a {}\nb {}\nc {}\n');
    expect(decodeRecords(bytes, 2)).toEqual({
      records: [
        { key: 'a', value: '{}' },
        { key: 'b', value: '{}' },
      ],
      bytes: 10,
      damaged: 0,
    });
  });
});
