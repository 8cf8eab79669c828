export interface ServedRow {
  readonly row: number;
  readonly predictionId: string;
  readonly version: number;
  readonly score: number;
  /** As it stands in the file; null when the row has no outcome. */
  readonly label: string | null;
}

/**
 * Who was answered what, in order, and whose outcome is due. The outcome of the i-th row is due once row i + delay was
 * answered. Each row is answered once and its outcome handed out once.
 */
export class ReplayLedger {
  private readonly rows: ServedRow[] = [];
  private confirmed = 0;
  private outcomes = 0;

  constructor(private readonly delayRows: number) {}

  answered(rows: readonly ServedRow[]): void {
    this.rows.push(...rows);
  }

  /** Rows whose outcome may be sent now and was not yet confirmed as sent; all that are left when `flush`. */
  due({ flush = false } = {}): readonly ServedRow[] {
    const end = flush ? this.rows.length : Math.max(this.confirmed, this.rows.length - this.delayRows);
    return this.rows.slice(this.confirmed, end);
  }

  /** The first `count` rows of what was due are done; those without a label needed no outcome. */
  sent(count: number): void {
    const done = this.rows.slice(this.confirmed, this.confirmed + count);
    this.outcomes += done.filter(({ label }) => label !== null).length;
    this.confirmed += done.length;
  }

  get served(): readonly ServedRow[] {
    return this.rows;
  }

  get outcomesSent(): number {
    return this.outcomes;
  }
}
