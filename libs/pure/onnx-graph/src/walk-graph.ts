import type { AttributeProto, GraphProto, NodeProto, SparseTensorProto, TensorProto } from './generated/onnx_pb';
import type { OnnxModel } from './read-model';

function* nodesOfAttributes(attributes: readonly AttributeProto[]): Generator<NodeProto> {
  for (const { g, graphs } of attributes) {
    if (g) yield* nodesOf(g.node);
    for (const graph of graphs) yield* nodesOf(graph.node);
  }
}

function* nodesOf(nodes: readonly NodeProto[]): Generator<NodeProto> {
  for (const node of nodes) {
    yield node;
    yield* nodesOfAttributes(node.attribute);
  }
}

/** Every node: of the graph, of the sub-graphs of If, Loop and Scan, and of the model's own functions. */
export function* allNodes(model: OnnxModel): Generator<NodeProto> {
  if (model.graph) yield* nodesOf(model.graph.node);
  for (const fn of model.functions) {
    yield* nodesOf(fn.node);
    yield* nodesOfAttributes(fn.attributeProto);
  }
}

function* tensorsOfSparse({ values, indices }: SparseTensorProto): Generator<TensorProto> {
  if (values) yield values;
  if (indices) yield indices;
}

function* tensorsOfGraph(graph: GraphProto): Generator<TensorProto> {
  yield* graph.initializer;
  for (const sparse of graph.sparseInitializer) yield* tensorsOfSparse(sparse);
}

function* tensorsOfAttribute({ t, tensors, g, graphs, sparseTensor, sparseTensors }: AttributeProto) {
  if (t) yield t;
  yield* tensors;
  if (g) yield* tensorsOfGraph(g);
  for (const graph of graphs) yield* tensorsOfGraph(graph);
  for (const sparse of sparseTensor ? [sparseTensor, ...sparseTensors] : sparseTensors) yield* tensorsOfSparse(sparse);
}

/** Every tensor with data of its own: initialisers and attribute values, at every depth. */
export function* allTensors(model: OnnxModel): Generator<TensorProto> {
  if (model.graph) yield* tensorsOfGraph(model.graph);
  for (const node of allNodes(model)) {
    for (const attribute of node.attribute) yield* tensorsOfAttribute(attribute);
  }
  for (const attribute of model.functions.flatMap(({ attributeProto }) => attributeProto)) {
    yield* tensorsOfAttribute(attribute);
  }
}
