import { armOfBucket, bucketOf, cumulativeBuckets } from './assign-arm';
import cases from './fixtures/buckets.json';

const SUBJECTS = 200_000;
const buckets = Array.from({ length: SUBJECTS }, (_, i) => bucketOf('rollout-7', `customer-${i}`));

describe('buckets', () => {
  it('are those of another implementation of the hash, so of every process and after every restart', () => {
    for (const { salt, subject, bucket } of cases)
      expect([subject, bucketOf(salt, subject)]).toEqual([subject, bucket]);
  });

  it('join the candidate one by one while its share grows by hundredths of a percent, and none leaves it', () => {
    const ends = Array.from({ length: 10_001 }, (_, hundredths) => cumulativeBuckets([hundredths / 100])[0]);
    expect(ends).toEqual(Array.from({ length: 10_001 }, (_, i) => i));
    for (const bucket of buckets.slice(0, 500)) {
      const sides = [0, 0.01, 1, 9.99, 10, 25, 50, 99.99, 100].map((share) =>
        armOfBucket(cumulativeBuckets([share]), bucket),
      );
      expect([...sides].sort((a, b) => a - b)).toEqual(sides);
    }
  });

  it('give four arms their shares of 200,000 subjects, within four standard errors', () => {
    const shares = [5, 12.5, 30];
    const ends = cumulativeBuckets(shares);
    const counts = [0, 0, 0, 0];
    for (const bucket of buckets) counts[armOfBucket(ends, bucket) + 1]! += 1;
    [100 - 47.5, ...shares].forEach((percent, i) => {
      const p = percent / 100;
      expect(Math.abs((counts[i] as number) / SUBJECTS - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / SUBJECTS));
    });
  });
});
