import { columnCount, fitPreprocessing, preprocessingProblem } from '@plumbline/preprocessing';
import { invalidVersion } from '../registry.errors';
import { isMissing, numberOf } from '../table/cell';
import { escapePointer } from './infer-feature';
import type { FeatureFacts } from './infer-options';
import type { Feature, ModelInput, Signature } from './signature';

const WHOLE: ReadonlySet<string> = new Set(['int64', 'int32', 'bool']);

/** As scikit-learn's pipelines fit a scaler behind an imputer: over the filled column. */
function filledNumbers({ default: filling }: Feature, cells: readonly string[]): number[] {
  const numbers = cells.map((cell) => (isMissing(cell) ? filling : (numberOf(cell) ?? NaN)));
  return numbers.filter((value) => typeof value === 'number');
}

/**
 * The feature with its declared preprocessing, what was left out found in the reference.
 * @param cells the reference's column, or null without a reference
 * @throws VersionInvalidError where the declaration does not fit, or there is nothing to find it in
 */
export function withPreprocessing(feature: Feature, told: FeatureFacts, cells: readonly string[] | null): Feature {
  const { preprocessing: declared } = told;
  if (declared === undefined) return feature;
  const refuse = (detail: string) =>
    invalidVersion('preprocessing_invalid', `/manifest/features/${escapePointer(feature.name)}/preprocessing`, detail);
  const fitted = fitPreprocessing(declared, filledNumbers(feature, cells ?? []));
  if (fitted === null)
    throw refuse(
      `there is no \`reference\` to take the parameters of ${declared.kind} from: send it, or say ${declared.kind === 'standardize' ? '"mean" and "deviation"' : '"minimum" and "maximum"'}`,
    );
  const problem = preprocessingProblem({ ...feature, preprocessing: fitted });
  if (problem !== null) throw refuse(problem);
  return { ...feature, preprocessing: fitted };
}

/** Columns that a feature will have, before its categories are read: a one-hot one has as many as there are texts. */
export function declaredWidth({ preprocessing, categories }: FeatureFacts, cells: readonly string[] | null): number {
  if (preprocessing?.kind !== 'one-hot') return 1;
  const seen = new Set((cells ?? []).filter((cell) => !isMissing(cell)));
  return columnCount({ preprocessing, categories: categories ?? [...seen] });
}

/** Values of one row in the tensor; a name that is no feature counts as one, and is refused elsewhere. */
export const columnsOfInput = (
  { features }: Pick<Signature, 'features'>,
  input: Pick<ModelInput, 'features'>,
): number =>
  input.features.reduce((sum, name) => sum + columnCount(features.find((feature) => feature.name === name) ?? {}), 0);

/** Also against the tensors: text goes in as it is, and only whole numbers go into a tensor of whole numbers. */
export function preprocessingMisfit({ inputs }: Signature, feature: Feature): string | null {
  const { name, preprocessing } = feature;
  if (!preprocessing) return null;
  const problem = preprocessingProblem(feature);
  if (problem !== null) return problem;
  const types = inputs.filter(({ features }) => features.includes(name)).map(({ elementType }) => elementType);
  if (types.includes('string'))
    return `the model takes ${name} as text, which goes in as it is: leave the preprocessing out, or export the model with a float input`;
  const isWhole = preprocessing.kind === 'one-hot' || preprocessing.kind === 'buckets';
  const whole = types.find((type) => WHOLE.has(type));
  if (whole !== undefined && !isWhole)
    return `${preprocessing.kind} makes fractions and the model takes ${name} as ${whole}: export the model with a float input`;
  return null;
}
