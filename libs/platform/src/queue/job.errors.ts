import { PlumblineError, type FieldProblem } from '@plumbline/problem';

export class UnknownJobError extends PlumblineError {
  constructor(name: string) {
    super('internal', 'job_unknown', `There is no job ${name} in the job catalog.`);
  }
}

export class JobPayloadError extends PlumblineError {
  constructor(name: string, fields: readonly FieldProblem[]) {
    const detail = fields.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`).join('; ');
    super('invalid', 'job_payload_invalid', `The payload of job ${name} does not fit the job catalog: ${detail}`, {
      fields,
    });
  }
}

export class JobHandlersError extends PlumblineError {
  constructor(message: string) {
    super('internal', 'job_handlers_wrong', message);
  }
}

export class JobTimeoutError extends PlumblineError {
  constructor(name: string, timeoutMs: number) {
    super('unavailable', 'job_timeout', `Job ${name} took longer than ${timeoutMs} ms and was told to stop.`);
  }
}

export class QueueUnavailableError extends PlumblineError {
  constructor(cause?: unknown) {
    super('unavailable', 'job_queue_unavailable', 'The job queue does not answer: try again shortly.', { cause });
  }
}
