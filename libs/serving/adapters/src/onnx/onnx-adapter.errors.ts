import { PlumblineError } from '@plumbline/problem';

export class ModelLoadError extends PlumblineError {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('invalid', 'model_not_loadable', `The ONNX runtime cannot load the model: ${reason}`, { cause });
  }
}
