import type { FieldProblem } from '@plumbline/problem';
import type { GraphDescription, TensorDescription } from '../artifact/artifact-inspector.port';
import { inputWidth } from './infer-inputs';
import { isScoreTensor } from './infer-output';
import type { Feature, ModelInput, Signature } from './signature';

const AT = '/manifest/signature';
const names = (things: readonly { readonly name: string }[]): string => things.map(({ name }) => name).join(', ');

function featureProblems({ features }: Signature): FieldProblem[] {
  const seen = new Set<string>();
  return features.flatMap((feature: Feature, i) => {
    const problem = (field: string, detail: string) => ({ pointer: `${AT}/features/${i}/${field}`, detail });
    const found: FieldProblem[] = [];
    if (seen.has(feature.name)) found.push(problem('name', `feature ${feature.name} is there twice`));
    seen.add(feature.name);
    const categories = feature.categories ?? [];
    if (feature.type === 'category' && categories.length === 0)
      found.push(
        problem('categories', 'a category feature lists its categories in the order the model was trained on'),
      );
    if (new Set(categories).size !== categories.length) found.push(problem('categories', 'a category is there twice'));
    if (feature.minimum !== undefined && feature.maximum !== undefined && feature.minimum > feature.maximum)
      found.push(problem('minimum', `minimum ${feature.minimum} is above maximum ${feature.maximum}`));
    return found;
  });
}

function inputProblems(input: ModelInput, at: string, tensor: TensorDescription, signature: Signature): FieldProblem[] {
  const found: FieldProblem[] = [];
  if (input.elementType !== tensor.elementType)
    found.push({ pointer: `${at}/elementType`, detail: `the graph takes ${tensor.elementType} in ${tensor.name}` });
  const width = inputWidth(tensor);
  if (width !== null && width !== input.features.length) {
    const detail = `the graph takes ${width} values a row in ${tensor.name}; the signature feeds it ${input.features.length}`;
    found.push({ pointer: `${at}/features`, detail });
  }
  input.features.forEach((name, k) => {
    if (!signature.features.some((feature) => feature.name === name))
      found.push({ pointer: `${at}/features/${k}`, detail: `there is no feature ${name}` });
  });
  return found;
}

function tensorProblems(signature: Signature, { inputs }: GraphDescription): FieldProblem[] {
  const found = signature.inputs.flatMap((input, i) => {
    const at = `${AT}/inputs/${i}`;
    const tensor = inputs.find(({ name }) => name === input.name);
    if (tensor) return inputProblems(input, at, tensor, signature);
    return [{ pointer: `${at}/name`, detail: `the graph has no input ${input.name}; it has ${names(inputs)}` }];
  });
  const unfed = inputs.filter(({ name }) => !signature.inputs.some((input) => input.name === name));
  if (unfed.length > 0)
    found.push({ pointer: `${AT}/inputs`, detail: `nothing feeds the graph's input ${names(unfed)}` });
  const fed = new Set(signature.inputs.flatMap((input) => input.features));
  const idle = signature.features.filter(({ name }) => !fed.has(name));
  if (idle.length > 0) found.push({ pointer: `${AT}/inputs`, detail: `no input takes feature ${names(idle)}` });
  return found;
}

function classProblems({ task, output }: Signature, columns: number | null): FieldProblem[] {
  const { classes, positiveClass, scoreColumn } = output;
  const problem = (field: string, detail: string) => ({ pointer: `${AT}/output/${field}`, detail });
  if (task === 'regression')
    return classes.length > 0 ? [problem('classes', 'a regression has no classes: send an empty list')] : [];
  if (new Set(classes).size !== 2 || classes.length !== 2)
    return [problem('classes', 'a binary model names its two classes, in the order of the score columns')];
  if (positiveClass === null || !classes.includes(positiveClass))
    return [problem('positiveClass', `the positive class is ${classes.join(' or ')}`)];
  if (columns === 2 && classes[scoreColumn] !== positiveClass)
    return [
      problem('scoreColumn', `column ${scoreColumn} holds ${classes[scoreColumn] ?? 'nothing'}, not ${positiveClass}`),
    ];
  return [];
}

function outputProblems(signature: Signature, { outputs }: GraphDescription): FieldProblem[] {
  const { scoreTensor, scoreColumn } = signature.output;
  const problem = (field: string, detail: string) => ({ pointer: `${AT}/output/${field}`, detail });
  const tensor = outputs.find(({ name }) => name === scoreTensor);
  if (!tensor) return [problem('scoreTensor', `the graph has no output ${scoreTensor}; it has ${names(outputs)}`)];
  if (!isScoreTensor(tensor))
    return [
      problem('scoreTensor', `${scoreTensor} is ${tensor.kind} of ${tensor.elementType}, a float tensor is wanted`),
    ];
  const last = tensor.shape === null ? null : tensor.shape.length === 1 ? 1 : tensor.shape.at(-1);
  const columns = typeof last === 'number' ? last : null;
  const found = classProblems(signature, columns);
  if (columns !== null && scoreColumn >= columns)
    found.push(problem('scoreColumn', `${scoreTensor} has ${columns} columns, counted from 0`));
  if (signature.task === 'binary' && columns !== null && columns > 2)
    found.push(problem('classes', `${scoreTensor} has ${columns} classes; two are supported`));
  return found;
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
