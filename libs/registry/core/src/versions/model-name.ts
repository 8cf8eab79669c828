import { invalidVersion } from '../registry.errors';

/** As widely as MLflow users name models, and still one step of a URL; the same rule is in the contracts. */
const MODEL_NAME = /^(?=.{1,128}$)[A-Za-z0-9][A-Za-z0-9._-]*(?: +[A-Za-z0-9._-]+)*$/;

/** @throws VersionInvalidError `model_name_invalid` */
export function checkModelName(model: string): void {
  if (MODEL_NAME.test(model)) return;
  const detail =
    'a model name is 1 to 128 letters, digits, dots, dashes, underscores and spaces inside, beginning with a letter or digit';
  throw invalidVersion('model_name_invalid', '/model', detail);
}
