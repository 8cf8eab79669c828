export { OnnxFormatError, type OnnxErrorCode } from './onnx.errors';
export { readModel, readSkeleton, writeModel, type OnnxModel } from './read-model';
export { spliceSkeleton, type Segment } from './skeleton';
export { bytesSource, type ByteSource } from './wire-reader';
export { checkModel } from './checks/check-model';
export type { Finding, RuntimeSupport } from './checks/finding';
export { classLabelsOf } from './class-labels';
export { externalNameProblem } from './external-name';
export { inspectModel, readMetadata, type ModelSummary } from './inspect-model';
export type { Dimension, ValueDescription, ValueKind } from './value-type';
export type { ElementType } from './element-type';
export { allNodes, allTensors } from './walk-graph';
export { nodeAttributes, type AttributeValue } from './node-attributes';
export { tensorValues } from './tensor-values';
export { withMetadata, withoutZipMap } from './rewrite-model';
export {
  buildFunction,
  buildGraph,
  buildInitializer,
  buildModel,
  buildNode,
  buildTensorInfo,
  type AttributeInput,
  type ModelInput,
  type NodeInput,
} from './model.builder';
export type { FunctionProto, GraphProto, NodeProto, TensorProto, ValueInfoProto } from './generated/onnx_pb';
