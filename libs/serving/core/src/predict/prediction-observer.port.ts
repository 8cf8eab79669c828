export interface PredictionObserver {
  /** Called once a row that was answered. */
  predicted(model: string, version: number, score: number): void;
  /** The version that does not answer failed; the answer is not touched. */
  otherVersionFailed(model: string, version: number, rows: number, error: unknown): void;
}
