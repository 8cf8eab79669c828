import { partitionQuota } from './group-session';
import { PARTITIONS } from './key-partition';

describe('partitionQuota', () => {
  it.each([1, 2, 3, 4, 5, 9])(
    'gives %d members shares that add up to all partitions and differ by at most one',
    (members) => {
      const quotas = Array.from({ length: members }, (_, rank) => partitionQuota(members, rank));
      expect(quotas.reduce((a, b) => a + b)).toBe(PARTITIONS);
      expect(Math.max(...quotas) - Math.min(...quotas)).toBeLessThanOrEqual(1);
    },
  );
});
