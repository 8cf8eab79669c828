import type { Feature } from '@plumbline/registry-core';
import { createRandom } from '@plumbline/stats';
import { type LossRow, searchSegments } from './search-segments';

const features: Feature[] = [
  { name: 'age', type: 'number', required: true },
  { name: 'job', type: 'category', required: true, categories: ['a', 'b', 'c'] },
  { name: 'city', type: 'category', required: true, categories: ['x', 'y', 'z', 'w'] },
];

function world(seed: number, n: number, lossOf: (age: number, job: string, city: string) => number): LossRow[] {
  const random = createRandom(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random.next() * all.length)] as T;
  return Array.from({ length: n }, () => {
    const [age, job, city] = [Math.floor(random.next() * 80), pick(['a', 'b', 'c']), pick(['x', 'y', 'z', 'w'])];
    const loss = random.next() < lossOf(age, job, city) ? 1 : 0;
    return { features: [age, job, city], loss };
  });
}

describe('the search for the worst segments', () => {
  it('finds a pair of conditions that fails while each alone is nearly fine', () => {
    const rows = world(1, 6_000, (_age, job, city) => (job === 'b' && city === 'y' ? 0.6 : 0.1));
    const { segments, looked } = searchSegments(features, rows);
    expect(segments[0]?.where).toEqual([
      { feature: 'job', value: 'b' },
      { feature: 'city', value: 'y' },
    ]);
    expect(segments[0]?.excess.low).toBeGreaterThan(0.4);
    expect(segments[0]?.adjustedPValue).toBeLessThan(1e-10);
    expect(looked).toBeGreaterThan(40);
  });

  it('finds a band of a number', () => {
    const rows = world(2, 4_000, (age) => (age >= 64 ? 0.5 : 0.1));
    const [worst] = searchSegments(features, rows).segments;
    expect(worst?.where[0]?.feature).toBe('age');
    expect(worst?.where[0]?.value).toMatch(/and above$/);
  });

  it('finds anything in at most about 5 of 100 searches where no feature matters', () => {
    const searches = Array.from({ length: 200 }, (_, seed) =>
      searchSegments(
        features,
        world(seed + 10, 1_500, () => 0.2),
      ),
    );
    const alarms = searches.filter(({ segments }) => segments.length > 0).length;
    expect(alarms).toBeLessThanOrEqual(20);
  });

  it('does not name a pair that only repeats one of its conditions', () => {
    const rows = world(3, 6_000, (_age, job) => (job === 'c' ? 0.7 : 0.1));
    const { segments } = searchSegments(features, rows);
    const alone = segments.find(({ where }) => where.length === 1);
    expect(alone?.where).toEqual([{ feature: 'job', value: 'c' }]);
    for (const { where, excess } of segments.filter((one) => one.where.length === 2)) {
      expect(where).toContainEqual({ feature: 'job', value: 'c' });
      expect(excess.estimate).toBeGreaterThan(alone?.excess.estimate ?? 9);
    }
  });

  it('looks at missing values, and at no segment below the minimum', () => {
    const rows: LossRow[] = Array.from({ length: 1_000 }, (_, i) => ({
      features: [i % 5 === 0 ? null : i % 80, 'a', i < 20 ? 'y' : 'x'],
      loss: i % 5 === 0 ? 1 : (i % 7) / 7,
    }));
    const { segments, minimumRows } = searchSegments(features, rows);
    expect(minimumRows).toBe(30);
    expect(segments[0]?.where).toEqual([{ feature: 'age', value: 'missing' }]);
    expect(segments.flatMap(({ where }) => where)).not.toContainEqual({ feature: 'city', value: 'y' });
  });

  it('says the same whenever it is asked, and nothing of no rows', () => {
    const rows = world(4, 2_000, (age) => age / 100);
    expect(searchSegments(features, rows)).toEqual(searchSegments(features, rows));
    expect(searchSegments(features, [])).toMatchObject({ rows: 0, meanLoss: null, looked: 0, segments: [] });
  });
});
