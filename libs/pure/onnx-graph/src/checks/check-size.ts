import type { FunctionProto, GraphProto, NodeProto } from '../generated/onnx_pb';
import type { OnnxModel } from '../read-model';
import { allNodes } from '../walk-graph';
import { listed, type Finding } from './finding';

const MAXIMUM_NODES = 200_000;
const MAXIMUM_INITIALISERS = 200_000;
/** If in If in If ...: exporters write two or three levels. */
const MAXIMUM_GRAPH_DEPTH = 16;

const keyOf = (domain: string, name: string): string => `${domain === 'ai.onnx' ? '' : domain}\0${name}`;
const graphsOf = (node: NodeProto): GraphProto[] =>
  node.attribute.flatMap(({ g, graphs }) => (g ? [g, ...graphs] : graphs));

function depthOf(nodes: readonly NodeProto[], depth = 0): number {
  let deepest = depth;
  for (const node of nodes) {
    for (const graph of graphsOf(node)) deepest = Math.max(deepest, depthOf(graph.node, depth + 1));
  }
  return deepest;
}

/** Nodes that are left once every call of the model's own functions is replaced by its body; null: a function calls itself. */
function expandedNodes(model: OnnxModel): number | null {
  const functions = new Map<string, FunctionProto[]>();
  for (const one of model.functions) {
    const key = keyOf(one.domain, one.name);
    functions.set(key, [...(functions.get(key) ?? []), one]);
  }
  const sizes = new Map<string, number | 'open'>();
  let isCyclic = false;
  const sizeOf = (nodes: readonly NodeProto[]): number => {
    let size = 0;
    for (const node of nodes) {
      size += callSize(keyOf(node.domain, node.opType));
      for (const graph of graphsOf(node)) size += sizeOf(graph.node);
    }
    return size;
  };
  const callSize = (key: string): number => {
    const bodies = functions.get(key);
    if (!bodies) return 1;
    const known = sizes.get(key);
    if (known === 'open') isCyclic = true;
    if (known !== undefined) return known === 'open' ? 0 : known;
    sizes.set(key, 'open');
    const size = bodies.reduce((sum, { node }) => sum + sizeOf(node), 0);
    sizes.set(key, size);
    return size;
  };
  const total = sizeOf(model.graph?.node ?? []) + model.functions.reduce((sum, { node }) => sum + sizeOf(node), 0);
  return isCyclic ? null : total;
}

/** Graphs that are small in the file and huge, or endless, in the runtime. */
export function checkSize(model: OnnxModel): Finding[] {
  const tooLarge = (what: string): Finding => ({
    code: 'graph_too_large',
    detail: `the graph ${what}. Simplify it (onnxsim) or export a smaller model`,
  });
  let count = 0;
  for (const _ of allNodes(model))
    if (++count > MAXIMUM_NODES) return [tooLarge(`has more than ${MAXIMUM_NODES} nodes`)];
  const findings: Finding[] = [];
  const initialisers = (model.graph?.initializer.length ?? 0) + (model.graph?.sparseInitializer.length ?? 0);
  if (initialisers > MAXIMUM_INITIALISERS) findings.push(tooLarge(`has ${initialisers} initialisers`));
  const bodies = [model.graph?.node ?? [], ...model.functions.map(({ node }) => node)];
  const depth = bodies.reduce((deepest, nodes) => Math.max(deepest, depthOf(nodes)), 0);
  if (depth > MAXIMUM_GRAPH_DEPTH) findings.push(tooLarge(`nests sub-graphs ${depth} deep`));
  const expanded = model.functions.length === 0 ? count : expandedNodes(model);
  if (expanded === null) {
    const names = model.functions.map(({ domain, name }) => `${domain}.${name}`);
    const detail = `a function of the model calls itself, directly or through others (${listed(names)}): ONNX has no recursion. Export the model again`;
    findings.push({ code: 'function_recursive', detail });
  } else if (expanded > MAXIMUM_NODES) {
    findings.push(tooLarge(`has more than ${MAXIMUM_NODES} nodes once its functions are written out`));
  }
  return findings;
}
