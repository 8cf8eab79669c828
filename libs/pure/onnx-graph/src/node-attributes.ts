import { AttributeProto_AttributeType as Type, type AttributeProto, type NodeProto } from './generated/onnx_pb';
import type { GraphProto, TensorProto } from './generated/onnx_pb';

export type AttributeValue =
  | { kind: 'float'; value: number }
  | { kind: 'int'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'floats'; value: number[] }
  | { kind: 'ints'; value: number[] }
  | { kind: 'strings'; value: string[] }
  | { kind: 'tensor'; value: TensorProto }
  | { kind: 'graph'; value: GraphProto };

const text = new TextDecoder();

function readAttribute(attribute: AttributeProto): AttributeValue | undefined {
  switch (attribute.type) {
    case Type.FLOAT:
      return { kind: 'float', value: attribute.f ?? 0 };
    case Type.INT:
      return { kind: 'int', value: Number(attribute.i ?? 0n) };
    case Type.STRING:
      return { kind: 'string', value: text.decode(attribute.s) };
    case Type.FLOATS:
      return { kind: 'floats', value: attribute.floats };
    case Type.INTS:
      return { kind: 'ints', value: attribute.ints.map(Number) };
    case Type.STRINGS:
      return { kind: 'strings', value: attribute.strings.map((bytes) => text.decode(bytes)) };
    case Type.TENSOR:
      return attribute.t && { kind: 'tensor', value: attribute.t };
    case Type.GRAPH:
      return attribute.g && { kind: 'graph', value: attribute.g };
    default:
      return undefined;
  }
}

/**
 * A node's attributes by name. Kinds that no operator of ours needs (sparse tensors, types, lists of graphs) are left
 * out. Integers become numbers: exact up to 2^53.
 */
export function nodeAttributes(node: NodeProto): Map<string, AttributeValue> {
  const values = new Map<string, AttributeValue>();
  for (const attribute of node.attribute) {
    const value = readAttribute(attribute);
    if (value) values.set(attribute.name, value);
  }
  return values;
}
