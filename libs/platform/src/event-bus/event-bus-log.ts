/** The part of a pino logger that the bus needs. */
export interface EventBusLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
