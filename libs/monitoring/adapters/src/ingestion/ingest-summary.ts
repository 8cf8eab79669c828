/** What one batch came to; numbers for metrics and tests. */
export interface IngestSummary {
  readonly predictions: number;
  readonly labelled: number;
  readonly revised: number;
  readonly orphans: number;
  readonly ignored: number;
  readonly deadLetters: number;
}

export const NOTHING: IngestSummary = {
  predictions: 0,
  labelled: 0,
  revised: 0,
  orphans: 0,
  ignored: 0,
  deadLetters: 0,
};

export const addSummaries = (parts: readonly IngestSummary[]): IngestSummary =>
  parts.reduce(
    (sum, part) => ({
      predictions: sum.predictions + part.predictions,
      labelled: sum.labelled + part.labelled,
      revised: sum.revised + part.revised,
      orphans: sum.orphans + part.orphans,
      ignored: sum.ignored + part.ignored,
      deadLetters: sum.deadLetters + part.deadLetters,
    }),
    NOTHING,
  );
