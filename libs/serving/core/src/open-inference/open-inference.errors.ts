import { PlumblineError } from '@plumbline/problem';

/** What the protocol calls invalid input: 400 with `{"error": message}`, INVALID_ARGUMENT over gRPC. */
export class OpenInferenceError extends PlumblineError {
  constructor(message: string, cause?: unknown) {
    super('invalid', 'inference_request_invalid', message, { cause });
  }
}
