export type { FeatureRow, Instance, Scalar } from './scalar';
export {
  ModelNotFoundError,
  ModelOutputError,
  ModelRunError,
  SpoolUnavailableError,
  VersionNotFoundError,
} from './serving.errors';
export { instanceSchema, MAX_TEXT_LENGTH, STORABLE_TEXT } from './validation/instance-schema';
export { valueKind } from './validation/value-kind';
export { featureValues } from './encoding/encode-value';
export { compileEncoder, encodeMatrix, type InputTensor } from './encoding/compile-encoder';
export type { BatchScores } from './output/batch-scores';
export { compileOutput } from './output/compile-output';
export type { OutputTensor } from './output/output-tensor';
export { exampleRow } from './example-row';
export { holdoutSalt, type HoldoutGroup } from './routing/holdout';
export { logsAnswer, logsRefusal } from './routing/request-log.policy';
export { weightsOf, type ModelRoute, type RoutingTable, type ServingRules } from './routing/routing-table';
export { ServingState } from './routing/serving-state';
export type { LoadedModel, VersionLoader } from './versions/version-loader.port';
export { VersionPool } from './versions/version-pool';
export type { Spool, SpoolRecord } from './spool/spool.port';
export { decodeRecords, encodeRecord, encodeRecords } from './spool/segment-format';
export { Predict, type PredictPorts } from './predict/predict';
export { lotsOf } from './predict/batch-record';
export { InferTensors, type InferCommand, type InferResult } from './predict/infer-tensors';
export { isDatatype, type Datatype, type Tensor } from './open-inference/datatype';
export { textFromBytes } from './open-inference/bytes-tensor';
export { parseInferRequest, tensorFromBytes, type InferRequest } from './open-inference/infer-request';
export { parseLossless } from './open-inference/lossless-json';
export { rawRequest } from './open-inference/raw-request';
export { rawBytesOf, writeInferResponse } from './open-inference/infer-response';
export { OpenInferenceError, quoted } from './open-inference/open-inference.errors';
export type { TensorInfo, TensorModel } from './versions/tensor-model';
export type { PredictCommand, PredictionAnswer } from './predict/predict-command';
export type { PredictionObserver } from './predict/prediction-observer.port';
