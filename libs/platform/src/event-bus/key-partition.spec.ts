import { fnv1a, partitionOfKey, PARTITIONS } from './key-partition';

describe('partitionOfKey', () => {
  // Vectors of the FNV authors' test suite (draft-eastlake-fnv, 32-bit FNV-1a).
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('hashes %j as published', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  it('hashes the UTF-8 bytes of any text', () => {
    let hash = 0x811c9dc5;
    for (const byte of Buffer.from('ключ 𝄞', 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
    expect(fnv1a('ключ 𝄞')).toBe(hash >>> 0);
  });

  it('spreads keys over all partitions, each near its share', () => {
    const counts = new Array<number>(PARTITIONS).fill(0);
    for (let i = 0; i < 10_000; i++) counts[partitionOfKey(`0198c9a0-0000-7000-8000-${i}`)]! += 1;
    for (const count of counts) expect(Math.abs(count - 2_500)).toBeLessThan(250);
  });
});
