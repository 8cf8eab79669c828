import { PlumblineError } from '@plumbline/problem';

export class RecordTooLargeError extends PlumblineError {
  constructor(bytes: number, limit: number) {
    super('too_large', 'event_too_large', `One event has ${bytes} bytes; the event bus takes ${limit}.`);
  }
}

export class EventBusUnavailableError extends PlumblineError {
  constructor(message: string, cause?: unknown) {
    super('unavailable', 'event_bus_unavailable', message, { cause });
  }
}
