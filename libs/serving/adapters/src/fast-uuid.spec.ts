import { fastUuidV7 } from './fast-uuid';

describe('fastUuidV7', () => {
  it('is a UUID of version 7 and the RFC variant, with the time in front', () => {
    const id = fastUuidV7(0x0192_3456_789a);
    expect(id).toMatch(/^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives no id twice, over several fetches of random bytes, and uses all random bits', () => {
    const ids = Array.from({ length: 10_000 }, () => fastUuidV7(1));
    expect(new Set(ids).size).toBe(ids.length);
    const digits = Array.from({ length: 36 }, (_, at) => new Set(ids.map((id) => id[at])).size);
    expect(digits.slice(14)).toEqual([1, 16, 16, 16, 1, 4, 16, 16, 16, 1, ...new Array<number>(12).fill(16)]);
  });
});
