export { OnnxFormatError, type OnnxErrorCode } from './onnx.errors';
export { readModel, writeModel, type OnnxModel } from './read-model';
export { inspectModel, readMetadata, type ModelSummary } from './inspect-model';
export type { Dimension, ValueDescription, ValueKind } from './value-type';
export type { ElementType } from './element-type';
export { allNodes, allTensors } from './walk-graph';
export { nodeAttributes, type AttributeValue } from './node-attributes';
export { tensorValues } from './tensor-values';
export { withMetadata, withoutZipMap } from './rewrite-model';
export {
  buildInitializer,
  buildModel,
  buildNode,
  buildTensorInfo,
  type AttributeInput,
  type ModelInput,
  type NodeInput,
} from './model.builder';
export type { NodeProto, TensorProto, ValueInfoProto } from './generated/onnx_pb';
