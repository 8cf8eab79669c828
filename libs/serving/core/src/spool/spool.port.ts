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
   * @throws SpoolUnavailableError, or rejects with it, when there is no room or the disk refuses
   */
  append(records: readonly SpoolRecord[]): void | Promise<void>;
}
