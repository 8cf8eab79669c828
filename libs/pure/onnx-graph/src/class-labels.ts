import type { GraphProto, NodeProto, TensorProto } from './generated/onnx_pb';
import { elementTypeCode } from './element-type';
import { nodeAttributes } from './node-attributes';
import type { OnnxModel } from './read-model';
import { tensorValues } from './tensor-values';

const LABEL_ATTRIBUTES = ['classlabels_int64s', 'classlabels_ints', 'classlabels_strings'];
const CLASSIFIERS = new Set(['TreeEnsembleClassifier', 'LinearClassifier', 'SVMClassifier']);
/** What stands between the labels' array and the label output in exported graphs. */
const PASSING = new Set(['Identity', 'Cast', 'Reshape', 'Squeeze', 'Flatten', 'Unsqueeze']);
const MAXIMUM_STEPS = 16;
const text = new TextDecoder();

function fromAttributes(node: NodeProto): string[] | null {
  const attributes = nodeAttributes(node);
  for (const name of LABEL_ATTRIBUTES) {
    const found = attributes.get(name)?.value;
    if (Array.isArray(found) && found.length > 0) return found.map(String);
  }
  return null;
}

function fromTensor(tensor: TensorProto | undefined): string[] | null {
  if (!tensor) return null;
  if (tensor.dataType === elementTypeCode('string')) return tensor.stringData.map((value) => text.decode(value));
  try {
    return [...tensorValues(tensor)].map(String);
  } catch {
    return null;
  }
}

function constantOf(graph: GraphProto, name: string): TensorProto | undefined {
  const constant = graph.node.find((node) => node.opType === 'Constant' && node.output[0] === name);
  return (
    constant?.attribute.find(({ name: key }) => key === 'value')?.t ??
    graph.initializer.find((one) => one.name === name)
  );
}

type Producers = ReadonlyMap<string, NodeProto>;

/** Labels of whatever the output is made from: a classifier, or an array of all labels that the best column indexes. */
function labelsBehind(graph: GraphProto, producers: Producers, output: string): string[] | null {
  let node = producers.get(output);
  for (let step = 0; node && step < MAXIMUM_STEPS; step++) {
    if (node.opType === 'ZipMap' || CLASSIFIERS.has(node.opType)) return fromAttributes(node);
    if (node.opType === 'ArrayFeatureExtractor' || node.opType === 'Gather') {
      const labels = fromTensor(constantOf(graph, node.input[0] ?? ''));
      return labels && labels.length > 1 ? labels : null;
    }
    if (!PASSING.has(node.opType)) return null;
    node = producers.get(node.input[0] ?? '');
  }
  return null;
}

/**
 * The class labels in the order of the probability columns: from a ZipMap, else from what the outputs are made from (a
 * classifier node, or the array of labels that a converter picks from), else from the classifiers in the graph when all
 * of them name the same. null: the graph names none.
 */
export function classLabelsOf(model: OnnxModel): readonly string[] | null {
  const graph = model.graph;
  if (!graph) return null;
  const producers: Producers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const zipMaps = graph.node.filter(({ opType }) => opType === 'ZipMap').map(fromAttributes);
  const outputs = graph.output.map(({ name }) => labelsBehind(graph, producers, name));
  const found = [...zipMaps, ...outputs].find((labels) => labels !== null);
  if (found) return found;
  const [first, ...others] = graph.node.filter(({ opType }) => CLASSIFIERS.has(opType)).map(fromAttributes);
  return first && others.every((labels) => labels?.join('\0') === first.join('\0')) ? first : null;
}
