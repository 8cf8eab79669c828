import type { FieldProblem } from '@plumbline/problem';
import type { GraphDescription, TensorDescription } from '../artifact/graph-description';
import { columnsOfInput } from './fitted-preprocessing';
import { inputObstacle } from './infer-inputs';
import type { ModelInput, Signature } from './signature';
import { describeTensor, fixedRows, inputWidth } from './tensor-shape';

const AT = '/manifest/signature';
export const names = (things: readonly { readonly name: string }[]): string =>
  things.map(({ name }) => name).join(', ');

function shapeProblems({ rowShape }: ModelInput, fed: number, at: string, tensor: TensorDescription): FieldProblem[] {
  const sizes = rowShape ?? [fed];
  const problem = (detail: string): FieldProblem[] => [{ pointer: `${at}/rowShape`, detail }];
  const values = sizes.reduce((product, size) => product * size, 1);
  if (values !== fed)
    return problem(`a row of sizes [${sizes.join(', ')}] has ${values} values; the signature feeds ${fed}`);
  const tail = tensor.shape?.slice(1);
  const fits =
    tail === undefined ||
    (tail.length === sizes.length && tail.every((size, k) => typeof size !== 'number' || size === sizes[k]));
  return fits
    ? []
    : problem(`the graph takes ${describeTensor(tensor)} in ${tensor.name}; a row of it has the sizes after the first`);
}

function inputProblems(input: ModelInput, at: string, tensor: TensorDescription, signature: Signature): FieldProblem[] {
  const obstacle = inputObstacle(tensor);
  if (obstacle !== null) return [{ pointer: '/artifact', detail: obstacle }];
  const found: FieldProblem[] = [];
  if (input.elementType !== tensor.elementType)
    found.push({ pointer: `${at}/elementType`, detail: `the graph takes ${tensor.elementType} in ${tensor.name}` });
  const width = inputWidth(tensor);
  const fed = columnsOfInput(signature, input);
  if (width !== null && width !== fed) {
    const detail = `the graph takes ${width} values a row in ${tensor.name}; the signature feeds it ${fed}`;
    found.push({ pointer: `${at}/features`, detail });
  } else found.push(...shapeProblems(input, fed, at, tensor));
  input.features.forEach((name, k) => {
    if (!signature.features.some((feature) => feature.name === name))
      found.push({ pointer: `${at}/features/${k}`, detail: `there is no feature ${name}` });
  });
  return found;
}

function batchProblems({ batchRows }: Signature, { inputs }: GraphDescription): FieldProblem[] {
  const problem = (detail: string): FieldProblem => ({ pointer: `${AT}/batchRows`, detail });
  if (batchRows !== undefined && (!Number.isInteger(batchRows) || batchRows < 1))
    return [problem('a batch has 1 row or more')];
  return inputs
    .map((tensor) => ({ name: tensor.name, rows: fixedRows(tensor) }))
    .filter(({ rows }) => rows !== undefined && rows !== batchRows)
    .slice(0, 1)
    .map(({ name, rows }) => problem(`the graph takes exactly ${rows} rows a run in ${name}: say batchRows ${rows}`));
}

/** Every tensor is fed what it takes, every feature is used, and the batch is the graph's. */
export function tensorProblems(signature: Signature, graph: GraphDescription): FieldProblem[] {
  const { inputs } = graph;
  const seen = new Set<string>();
  const found = signature.inputs.flatMap((input, i) => {
    const at = `${AT}/inputs/${i}`;
    if (seen.has(input.name)) return [{ pointer: `${at}/name`, detail: `input ${input.name} is there twice` }];
    seen.add(input.name);
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
  return [...found, ...batchProblems(signature, graph)];
}
