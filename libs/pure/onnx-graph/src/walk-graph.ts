import type { GraphProto, NodeProto, TensorProto } from './generated/onnx_pb';
import type { OnnxModel } from './read-model';

function* nodesOf(nodes: readonly NodeProto[]): Generator<NodeProto> {
  for (const node of nodes) {
    yield node;
    for (const attribute of node.attribute) {
      if (attribute.g) yield* nodesOf(attribute.g.node);
      for (const graph of attribute.graphs) yield* nodesOf(graph.node);
    }
  }
}

/** Every node: of the graph, of the sub-graphs of If, Loop and Scan, and of the model's own functions. */
export function* allNodes(model: OnnxModel): Generator<NodeProto> {
  if (model.graph) yield* nodesOf(model.graph.node);
  for (const fn of model.functions) yield* nodesOf(fn.node);
}

function* tensorsOfGraph(graph: GraphProto): Generator<TensorProto> {
  yield* graph.initializer;
  for (const sparse of graph.sparseInitializer) {
    if (sparse.values) yield sparse.values;
    if (sparse.indices) yield sparse.indices;
  }
}

/** Every tensor with data of its own: initialisers and attribute values, at every depth. */
export function* allTensors(model: OnnxModel): Generator<TensorProto> {
  if (model.graph) yield* tensorsOfGraph(model.graph);
  for (const node of allNodes(model)) {
    for (const attribute of node.attribute) {
      if (attribute.t) yield attribute.t;
      yield* attribute.tensors;
      if (attribute.g) yield* tensorsOfGraph(attribute.g);
      for (const graph of attribute.graphs) yield* tensorsOfGraph(graph);
    }
  }
}
