import { readHybrid, isAllOnes } from './hybrid';
import { uncompressSnappy } from './snappy';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('Snappy', () => {
  it('takes literals, near and far copies, and copies of what they write', () => {
    // Length 17; literal "abcd"; copy of 4 from 4 back (tag 01); copy of 9 from 1 back (tag 10).
    const input = Uint8Array.from([17, 0x0c, 97, 98, 99, 100, 0x01, 4, 0x22, 1, 0]);
    expect(text(uncompressSnappy(input, 17))).toBe('abcdabcdddddddddd');
  });

  it('takes literals whose length has bytes of its own', () => {
    const body = Buffer.alloc(300, 'x');
    const input = Uint8Array.from([0xac, 0x02, 0xf4, 0x2b, 0x01, ...body]);
    expect(text(uncompressSnappy(input, 300))).toBe('x'.repeat(300));
  });

  it.each([
    ['a copy from before the beginning', [4, 0x00, 97, 0x01, 9], 5],
    ['fewer bytes than promised', [9, 0x00, 97], 9],
    ['more bytes than promised', [1, 0x04, 97, 98], 1],
  ])('refuses %s', (_, input, length) => {
    expect(() => uncompressSnappy(Uint8Array.from(input), length)).toThrow(/compressed page/);
  });
});

describe('the run-length and bit-packed hybrid', () => {
  it('reads the numbers 0 to 7 packed in three bits, as the format describes them, then a run', () => {
    const bytes = Uint8Array.from([0x03, 0b10001000, 0b11000110, 0b11111010, 0x0a, 0x05]);
    expect([...readHybrid(bytes, 0, 3, 13)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 5, 5, 5, 5, 5]);
  });

  it('tells a column without missing values by its only run', () => {
    expect(isAllOnes(Uint8Array.from([0xc8, 0x01, 1]), 0, 100)).toBe(true);
    expect(isAllOnes(Uint8Array.from([0xc8, 0x01, 0]), 0, 100)).toBe(false);
    expect(isAllOnes(Uint8Array.from([0xc6, 0x01, 1]), 0, 100)).toBe(false);
  });
});
