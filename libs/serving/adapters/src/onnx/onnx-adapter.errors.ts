import { PlumblineError } from '@plumbline/problem';

export class ModelLoadError extends PlumblineError {
  /** @param folder where the file lies: not told, as the reason is shown to clients */
  constructor(cause: unknown, folder?: string) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const reason = folder === undefined ? said : said.replaceAll(`${folder}/`, '');
    super('invalid', 'model_not_loadable', `The ONNX runtime cannot load the model: ${reason}`, { cause });
  }
}
