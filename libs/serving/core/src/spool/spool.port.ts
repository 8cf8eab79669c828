export interface SpoolRecord {
  /** Key on the bus. No spaces. */
  readonly key: string;
  /** One line. */
  readonly value: string;
}

/** Where a prediction's event is safe before the prediction is answered. */
export interface Spool {
  /**
   * All or nothing; when it returns, or its promise resolves, the records survive the death of this process.
   * @param together `tick`: what goes with these records is here before the next tick, as after a batch was answered;
   * `turn`: more may come within this turn of the event loop
   * @throws SpoolUnavailableError, or rejects with it, when there is no room or the disk refuses
   */
  append(records: readonly SpoolRecord[], together?: 'tick' | 'turn'): void | Promise<void>;
}
