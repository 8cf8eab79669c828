import { PlumblineError } from '@plumbline/problem';

/** What the protocol calls invalid input: 400 with `{"error": message}`, INVALID_ARGUMENT over gRPC. */
export class OpenInferenceError extends PlumblineError {
  constructor(message: string, cause?: unknown) {
    super('invalid', 'inference_request_invalid', message, { cause });
  }
}

const MAX_QUOTED_LENGTH = 80;

/** A caller's value in an error message, cut: what was sent may be megabytes. */
export function quoted(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length <= MAX_QUOTED_LENGTH ? text : `${text.slice(0, MAX_QUOTED_LENGTH)}...`;
}
