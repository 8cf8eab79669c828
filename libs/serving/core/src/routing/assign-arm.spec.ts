import fc from 'fast-check';
import { assignArm } from './assign-arm';
import { murmur3 } from './murmur3';

describe('murmur3', () => {
  // Published vectors of MurmurHash3_x86_32.
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aa', 0x9747b28c, 0x5d211726],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('hashes %j with seed %p', (text, seed, expected) => {
    expect(murmur3(text, seed)).toBe(expected);
  });
});

const share = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);

describe('assignArm', () => {
  it('never moves a subject back when the share grows', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), share, share, (salt, subject, a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        const [before, after] = [small, large].map((sharePercent) => assignArm({ salt, subject, sharePercent }));
        expect([before, after]).not.toEqual(['candidate', 'champion']);
      }),
    );
  });

  it('gives nobody the candidate at 0 and everybody at 100', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (salt, subject) => {
        expect(assignArm({ salt, subject, sharePercent: 0 })).toBe('champion');
        expect(assignArm({ salt, subject, sharePercent: 100 })).toBe('candidate');
      }),
    );
  });

  it.each([1, 10, 25, 50])('gives %p percent of 50,000 subjects, within four standard errors', (sharePercent) => {
    const n = 50_000;
    let candidates = 0;
    for (let i = 0; i < n; i++) {
      if (assignArm({ salt: 'rollout-7', subject: `customer-${i}`, sharePercent }) === 'candidate') candidates++;
    }
    const p = sharePercent / 100;
    expect(Math.abs(candidates / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
  });

  it('splits the same people differently under another salt', () => {
    const n = 20_000;
    let both = 0;
    for (let i = 0; i < n; i++) {
      const arms = ['a', 'b'].map((salt) => assignArm({ salt, subject: `customer-${i}`, sharePercent: 50 }));
      if (arms.every((arm) => arm === 'candidate')) both++;
    }
    expect(Math.abs(both / n - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / n));
  });
});
