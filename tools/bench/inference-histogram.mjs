// Latencies in buckets of at most 1.6 % width from 1 us to over a minute, in the way of HdrHistogram: nothing is
// sampled, and a record costs one addition.
const PER_OCTAVE = 64;
const OCTAVES = 26;
const BUCKETS = PER_OCTAVE * (OCTAVES + 1);

/** Values below 64 us exactly, above them 64 buckets from each power of two to the next. */
function bucketOf(microseconds) {
  const value = Math.max(0, Math.floor(microseconds));
  if (value < PER_OCTAVE) return value;
  const octave = 31 - Math.clz32(value) - 6;
  return Math.min(BUCKETS - 1, PER_OCTAVE * (octave + 1) + (value >>> octave) - PER_OCTAVE);
}

/** Upper end of a bucket. */
function valueOf(bucket) {
  if (bucket < PER_OCTAVE) return bucket + 1;
  const octave = Math.floor(bucket / PER_OCTAVE) - 1;
  return ((bucket % PER_OCTAVE) + PER_OCTAVE + 1) * 2 ** octave;
}

export class LatencyHistogram {
  constructor() {
    this.counts = new Float64Array(BUCKETS);
    this.total = 0;
    this.maxMicroseconds = 0;
  }

  record(microseconds) {
    this.counts[bucketOf(microseconds)] += 1;
    this.total += 1;
    if (microseconds > this.maxMicroseconds) this.maxMicroseconds = microseconds;
  }

  /** @param {number} share 0..1 @returns {number} milliseconds, rounded up to the bucket's end */
  quantileMs(share) {
    let left = Math.max(1, Math.ceil(share * this.total));
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      left -= this.counts[bucket];
      if (left <= 0) return Math.min(valueOf(bucket), this.maxMicroseconds) / 1_000;
    }
    return 0;
  }
}
