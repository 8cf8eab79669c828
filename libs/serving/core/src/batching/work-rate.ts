const SMOOTHING = 0.2;
const LONGEST_WAIT_SECONDS = 60;

/** How long a row takes at present: an exponentially weighted mean over the latest runs, 0.2 for each. */
export class WorkRate {
  private msPerRow = 0;

  /** @param spentMs from taking the rows to their answers */
  record(rows: number, spentMs: number): void {
    const latest = spentMs / rows;
    this.msPerRow = this.msPerRow === 0 ? latest : this.msPerRow + SMOOTHING * (latest - this.msPerRow);
  }

  /** Whole seconds until `rows` are done at this rate, from 1 to 60: 3,000 rows at 2 ms a row give 6. */
  secondsFor(rows: number): number {
    return Math.min(LONGEST_WAIT_SECONDS, Math.max(1, Math.ceil((rows * this.msPerRow) / 1_000)));
  }
}
