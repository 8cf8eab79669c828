/** Of a request whose trace is recorded; all others have none. */
export interface RequestTrace {
  /** A step of it, until it ends. */
  begin(step: string): { end(): void };
  /** W3C Trace Context, for whoever goes on with it. */
  readonly traceparent: string;
}
