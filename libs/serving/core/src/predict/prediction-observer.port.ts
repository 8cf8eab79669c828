export interface PredictionObserver {
  /** Called once a row that was answered. */
  predicted(model: string, version: number, score: number): void;
  /** Policy gave the prediction although its event could not be kept. */
  eventsDropped(model: string, events: number, error: unknown): void;
  /** The version that does not answer failed; the answer is not touched. */
  otherVersionFailed(model: string, version: number, rows: number, error: unknown): void;
}
