import type { FieldProblem } from '@plumbline/problem';
import type { GraphDescription } from '../artifact/graph-description';
import { tensorProblems } from './check-inputs';
import { outputProblems } from './check-output';
import { preprocessingMisfit } from './fitted-preprocessing';
import { defaultProblem } from './imputed-default';
import type { Feature, Signature } from './signature';

const AT = '/manifest/signature';

/** Text goes into text tensors as it is; only a number needs the order of the categories. */
const needsCategories = ({ inputs }: Signature, { name, type }: Feature): boolean =>
  type === 'category' &&
  inputs.some(({ features, elementType }) => features.includes(name) && elementType !== 'string');

function featureProblems(signature: Signature): FieldProblem[] {
  const seen = new Set<string>();
  return signature.features.flatMap((feature: Feature, i) => {
    const problem = (field: string, detail: string) => ({ pointer: `${AT}/features/${i}/${field}`, detail });
    const found: FieldProblem[] = [];
    if (seen.has(feature.name)) found.push(problem('name', `feature ${feature.name} is there twice`));
    seen.add(feature.name);
    const categories = feature.categories ?? [];
    if (needsCategories(signature, feature) && categories.length === 0)
      found.push(
        problem('categories', 'a category feature lists its categories in the order the model was trained on'),
      );
    if (new Set(categories).size !== categories.length) found.push(problem('categories', 'a category is there twice'));
    const wrongDefault = defaultProblem(signature, feature);
    if (wrongDefault !== null) found.push(problem('default', wrongDefault));
    const misfit = preprocessingMisfit(signature, feature);
    if (misfit !== null) found.push(problem('preprocessing', misfit));
    if (feature.minimum !== undefined && feature.maximum !== undefined && feature.minimum > feature.maximum)
      found.push(problem('minimum', `minimum ${feature.minimum} is above maximum ${feature.maximum}`));
    return found;
  });
}

function attributeProblems({ protectedAttributes, features, label }: Signature): FieldProblem[] {
  const found: FieldProblem[] = [];
  protectedAttributes.forEach(({ name, source, bands = [] }, i) => {
    const at = `${AT}/protectedAttributes/${i}`;
    if (source === 'feature' && !features.some((feature) => feature.name === name))
      found.push({ pointer: `${at}/name`, detail: `there is no feature ${name}; say source "attribute"` });
    if (bands.some((edge, k) => k > 0 && edge <= (bands[k - 1] as number)))
      found.push({ pointer: `${at}/bands`, detail: 'band edges go up' });
  });
  if (features.some(({ name }) => name === label))
    found.push({ pointer: `${AT}/label`, detail: `the label ${label} can not be a feature too` });
  return found;
}

/** Where the signature contradicts itself or the graph; empty when they fit. */
export function checkSignature(signature: Signature, graph: GraphDescription): FieldProblem[] {
  return [
    ...featureProblems(signature),
    ...tensorProblems(signature, graph),
    ...outputProblems(signature, graph),
    ...attributeProblems(signature),
  ];
}
