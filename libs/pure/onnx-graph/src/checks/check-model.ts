import type { OnnxModel } from '../read-model';
import { checkExternalData } from './check-external-data';
import { checkInterface } from './check-interface';
import { checkNames } from './check-names';
import { checkOperators } from './check-operators';
import { checkSize } from './check-size';
import { checkTensors } from './check-tensors';
import type { Finding, RuntimeSupport } from './finding';

/**
 * Everything that can be known of a model without running it, and that speaks against loading it. Outputs are checked as
 * they stand: rewrite ZipMap first.
 * @param files external data: name -> bytes
 */
export function checkModel(
  model: OnnxModel,
  files: ReadonlyMap<string, number>,
  runtime: RuntimeSupport,
): readonly Finding[] {
  const size = checkSize(model);
  if (size.length > 0) return size;
  return [
    ...checkInterface(model),
    ...checkOperators(model, runtime),
    ...checkExternalData(model, files),
    ...checkTensors(model),
    ...checkNames(model),
  ];
}
