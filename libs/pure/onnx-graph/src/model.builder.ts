import { create } from '@bufbuild/protobuf';
import { elementTypeCode, type ElementType } from './element-type';
import {
  AttributeProto_AttributeType as Type,
  AttributeProtoSchema,
  FunctionProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './generated/onnx_pb';
import type { OnnxModel } from './read-model';
import type { Dimension } from './value-type';

/** What a node's attribute may be set to; the key says the ONNX type, since 1 may be a float or an int. */
export type AttributeInput =
  | { float: number }
  | { int: number }
  | { string: string }
  | { floats: readonly number[] }
  | { ints: readonly number[] }
  | { strings: readonly string[] }
  | { tensor: TensorProto }
  /** A sub-graph of If, Loop or Scan. */
  | { graph: GraphProto };

const text = new TextEncoder();

function attribute(name: string, input: AttributeInput): AttributeProto {
  if ('float' in input) return create(AttributeProtoSchema, { name, type: Type.FLOAT, f: input.float });
  if ('int' in input) return create(AttributeProtoSchema, { name, type: Type.INT, i: BigInt(input.int) });
  if ('string' in input) return create(AttributeProtoSchema, { name, type: Type.STRING, s: text.encode(input.string) });
  if ('floats' in input) return create(AttributeProtoSchema, { name, type: Type.FLOATS, floats: [...input.floats] });
  if ('ints' in input) return create(AttributeProtoSchema, { name, type: Type.INTS, ints: input.ints.map(BigInt) });
  if ('tensor' in input) return create(AttributeProtoSchema, { name, type: Type.TENSOR, t: input.tensor });
  if ('graph' in input) return create(AttributeProtoSchema, { name, type: Type.GRAPH, g: input.graph });
  return create(AttributeProtoSchema, {
    name,
    type: Type.STRINGS,
    strings: input.strings.map((value) => text.encode(value)),
  });
}

export interface NodeInput {
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, AttributeInput>>;
  domain?: string;
}

export function buildNode({ operator, inputs, outputs, attributes = {}, domain = '' }: NodeInput): NodeProto {
  return create(NodeProtoSchema, {
    opType: operator,
    domain,
    name: `${operator}_${outputs[0] ?? ''}`,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  });
}

/** A tensor input or output. A string is a symbolic size, null a size left open. */
export function buildTensorInfo(
  name: string,
  elementType: Exclude<ElementType, 'undefined'>,
  shape: readonly Dimension[],
): ValueInfoProto {
  const dim = shape.map((size) => {
    if (size === null) return {};
    return typeof size === 'string'
      ? { value: { case: 'dimParam' as const, value: size } }
      : { value: { case: 'dimValue' as const, value: BigInt(size) } };
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: elementTypeCode(elementType), shape: { dim } } } },
  });
}

/** A constant of the graph; values are row-major. */
export function buildInitializer(
  name: string,
  dims: readonly number[],
  values: Float32Array | BigInt64Array | readonly string[],
): TensorProto {
  const base = { name, dims: dims.map(BigInt) };
  if (values instanceof Float32Array) {
    return create(TensorProtoSchema, { ...base, dataType: elementTypeCode('float'), floatData: [...values] });
  }
  if (values instanceof BigInt64Array) {
    return create(TensorProtoSchema, { ...base, dataType: elementTypeCode('int64'), int64Data: [...values] });
  }
  return create(TensorProtoSchema, {
    ...base,
    dataType: elementTypeCode('string'),
    stringData: values.map((value) => text.encode(value)),
  });
}

export interface GraphInput {
  name: string;
  nodes: readonly NodeProto[];
  inputs: readonly ValueInfoProto[];
  outputs: readonly ValueInfoProto[];
  initializers?: readonly TensorProto[];
}

export function buildGraph({ name, nodes, inputs, outputs, initializers = [] }: GraphInput): GraphProto {
  return create(GraphProtoSchema, {
    name,
    node: [...nodes],
    input: [...inputs],
    output: [...outputs],
    initializer: [...initializers],
  });
}

const operatorSets = (opsets: Readonly<Record<string, number>>) =>
  Object.entries(opsets).map(([domain, version]) => ({
    domain: domain === 'ai.onnx' ? '' : domain,
    version: BigInt(version),
  }));

export interface FunctionInput {
  domain: string;
  name: string;
  inputs: readonly string[];
  outputs: readonly string[];
  nodes: readonly NodeProto[];
  opsets: Readonly<Record<string, number>>;
}

/** An operator that the model itself defines. */
export function buildFunction({ domain, name, inputs, outputs, nodes, opsets }: FunctionInput): FunctionProto {
  return create(FunctionProtoSchema, {
    domain,
    name,
    input: [...inputs],
    output: [...outputs],
    node: [...nodes],
    opsetImport: operatorSets(opsets),
  });
}

export interface ModelInput extends GraphInput {
  opsets: Readonly<Record<string, number>>;
  /** 8 goes with opset 17, and every runtime since 2022 takes it. */
  irVersion?: number;
  producer: { name: string; version: string };
  metadata?: Readonly<Record<string, string>>;
  functions?: readonly FunctionProto[];
}

export function buildModel(input: ModelInput): OnnxModel {
  return create(ModelProtoSchema, {
    irVersion: BigInt(input.irVersion ?? 8),
    producerName: input.producer.name,
    producerVersion: input.producer.version,
    opsetImport: operatorSets(input.opsets),
    graph: buildGraph(input),
    metadataProps: Object.entries(input.metadata ?? {}).map(([key, value]) => ({ key, value })),
    functions: [...(input.functions ?? [])],
  });
}
