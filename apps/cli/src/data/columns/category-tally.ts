/** Distinct values that are kept of one column; further ones are only counted. */
const MOST_DISTINCT = 200_000;

/** As data frames write "nothing here". */
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL']);
export const isMissingText = (text: string): boolean => MISSING.has(text);

/** How often each category occurs; plain, so that it travels between threads. */
export interface TallyResult {
  readonly counts: ReadonlyMap<string, number>;
  readonly missing: number;
  /** Rows whose value came after the kept ones were full. */
  readonly overflow: number;
}

const TRUE_OR_FALSE = /^(?:true|false)$/i;

/** One spelling for what languages spell in several ways: blanks around it, True and TRUE. */
function canonical(text: string): string {
  const trimmed = text.trim();
  return TRUE_OR_FALSE.test(trimmed) ? trimmed.toLowerCase() : trimmed;
}

/** Counts byte strings without making strings of them: a hash table over an arena of the distinct ones. */
export class CategoryTally {
  private slots = new Int32Array(1_024).fill(-1);
  private arena = new Uint8Array(16_384);
  private used = 0;
  private distinct = 0;
  private overflow = 0;
  private readonly hashes: number[] = [];
  private readonly starts: number[] = [0];
  private readonly counts: number[] = [];

  add(bytes: Uint8Array, from: number, to: number, count: number): void {
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    const mask = this.slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot] as number;
      if (entry < 0) return this.insert(slot, hash, bytes.subarray(from, to), count);
      if (this.hashes[entry] === hash && this.holds(entry, bytes, from, to)) {
        this.counts[entry] = (this.counts[entry] as number) + count;
        return;
      }
    }
  }

  result(): TallyResult {
    const counts = new Map<string, number>();
    let missing = 0;
    for (let entry = 0; entry < this.distinct; entry += 1) {
      const bytes = Buffer.from(this.arena.buffer, this.starts[entry], this.lengthOf(entry));
      const category = canonical(bytes.toString('utf8'));
      const count = this.counts[entry] as number;
      if (isMissingText(category)) missing += count;
      else counts.set(category, (counts.get(category) ?? 0) + count);
    }
    return { counts, missing, overflow: this.overflow };
  }

  private lengthOf(entry: number): number {
    return (this.starts[entry + 1] as number) - (this.starts[entry] as number);
  }

  private holds(entry: number, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.lengthOf(entry) !== to - from) return false;
    const start = this.starts[entry] as number;
    for (let i = from; i < to; i += 1) if (this.arena[start + i - from] !== bytes[i]) return false;
    return true;
  }

  private insert(slot: number, hash: number, bytes: Uint8Array, count: number): void {
    if (this.distinct === MOST_DISTINCT) {
      this.overflow += count;
      return;
    }
    this.slots[slot] = this.distinct;
    this.reserve(bytes.length);
    this.arena.set(bytes, this.used);
    this.used += bytes.length;
    this.hashes.push(hash);
    this.starts.push(this.used);
    this.counts.push(count);
    this.distinct += 1;
    if (this.distinct * 2 > this.slots.length) this.rehash();
  }

  private reserve(length: number): void {
    if (this.used + length <= this.arena.length) return;
    const larger = new Uint8Array(Math.max(2 * this.arena.length, this.used + length));
    larger.set(this.arena);
    this.arena = larger;
  }

  private rehash(): void {
    this.slots = new Int32Array(4 * this.slots.length).fill(-1);
    const mask = this.slots.length - 1;
    this.hashes.forEach((hash, entry) => {
      let slot = (hash ^ (hash >>> 15)) & mask;
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = entry;
    });
  }
}

export function mergeTallies(a: TallyResult, b: TallyResult): TallyResult {
  const counts = new Map(a.counts);
  for (const [category, count] of b.counts) counts.set(category, (counts.get(category) ?? 0) + count);
  return { counts, missing: a.missing + b.missing, overflow: a.overflow + b.overflow };
}
