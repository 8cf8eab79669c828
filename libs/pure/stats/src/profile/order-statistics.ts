/** What quantile bins ask of a sample of finite numbers; ranks count from 0 in rising order. */
export interface OrderStatistics {
  readonly size: number;
  at(rank: number): number;
  countBelow(value: number): number;
  countAtMost(value: number): number;
}

/** Samples up to this size are sorted at once. */
const SMALL = 512;
const MOST_BUCKETS = 4_096;
const ROWS_PER_BUCKET = 64;
/** Values so unevenly spread that buckets of equal width do not part them are sorted instead. */
const DEEPEST = 4;

function firstWhere(sorted: Float64Array, isReached: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(sorted[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function sortedStatistics(sorted: Float64Array): OrderStatistics {
  return {
    size: sorted.length,
    at: (rank) => sorted[rank] as number,
    countBelow: (value) => firstWhere(sorted, (x) => x >= value),
    countAtMost: (value) => firstWhere(sorted, (x) => x > value),
  };
}

function constantStatistics(value: number, size: number): OrderStatistics {
  return {
    size,
    at: () => value,
    countBelow: (other) => (other > value ? size : 0),
    countAtMost: (other) => (other >= value ? size : 0),
  };
}

function extremes(values: Float64Array): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    const x = values[i] as number;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  return { min, max };
}

/** Values of equal buckets side by side; `starts[b]` is the rank of the first value of bucket b. */
interface Buckets {
  readonly values: Float64Array;
  readonly starts: Uint32Array;
  readonly bucketOf: (value: number) => number;
}

function intoBuckets(values: Float64Array, min: number, max: number): Buckets {
  const count = Math.min(MOST_BUCKETS, Math.ceil(values.length / ROWS_PER_BUCKET));
  const scale = (count - 1) / (max - min);
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < values.length; i += 1) {
    const bucket = (((values[i] as number) - min) * scale) | 0;
    starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
  }
  for (let b = 0; b < count; b += 1) starts[b + 1] = (starts[b + 1] as number) + (starts[b] as number);
  const next = starts.slice();
  const parted = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const x = values[i] as number;
    const bucket = ((x - min) * scale) | 0;
    const to = next[bucket] as number;
    parted[to] = x;
    next[bucket] = to + 1;
  }
  const bucketOf = (value: number): number => ((Math.min(Math.max(value, min), max) - min) * scale) | 0;
  return { values: parted, starts, bucketOf };
}

function bucketStatistics({ values, starts, bucketOf }: Buckets, depth: number): OrderStatistics {
  const inner = new Map<number, OrderStatistics>();
  const inside = (bucket: number): OrderStatistics => {
    let found = inner.get(bucket);
    if (found === undefined) {
      found = statisticsAt(values.subarray(starts[bucket], starts[bucket + 1]), depth + 1);
      inner.set(bucket, found);
    }
    return found;
  };
  const startOf = (bucket: number): number => starts[bucket] as number;
  const holding = (rank: number): number => {
    let [low, high] = [0, starts.length - 2];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (startOf(middle) <= rank) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    size: values.length,
    at: (rank) => {
      const bucket = holding(rank);
      return inside(bucket).at(rank - startOf(bucket));
    },
    countBelow: (value) => startOf(bucketOf(value)) + inside(bucketOf(value)).countBelow(value),
    countAtMost: (value) => startOf(bucketOf(value)) + inside(bucketOf(value)).countAtMost(value),
  };
}

function statisticsAt(values: Float64Array, depth: number): OrderStatistics {
  const { min, max } = extremes(values);
  if (min === max) return constantStatistics(min, values.length);
  const isSorted = values.length <= SMALL || depth > DEEPEST || !Number.isFinite(max - min);
  if (isSorted) return sortedStatistics(values.slice().sort());
  return bucketStatistics(intoBuckets(values, min, max), depth);
}

/**
 * Order statistics of finite numbers, in about the time of three readings: values are parted into buckets of equal
 * width, and only buckets that are asked for are parted further or sorted. -0 counts as 0. Values are copied.
 * Example: of [3, 1, 2], at(0) = 1, countAtMost(2) = 2.
 */
export function orderStatistics(values: Float64Array): OrderStatistics {
  return statisticsAt(values, 0);
}
