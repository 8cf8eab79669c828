export type { FeatureRow, Instance, Scalar } from './scalar';
export {
  EncodingError,
  InvalidInstancesError,
  ModelNotFoundError,
  ModelOutputError,
  NoChampionError,
  SpoolUnavailableError,
  VersionNotFoundError,
  VersionNotLoadedError,
} from './serving.errors';
export { instanceSchema, MAX_TEXT_LENGTH, STORABLE_TEXT, type JsonSchema } from './validation/instance-schema';
export { compileInstanceValidator, MAX_PROBLEMS, type InstanceValidator } from './validation/instance-validator';
export { escapePointer } from './validation/json-pointer';
export { valueKind } from './validation/value-kind';
export { encodeMatrix, featureValues, valueEncoder, type ValueEncoder } from './encoding/encode-value';
export { compileEncoder, type Encoder, type InputTensor, type TensorData } from './encoding/compile-encoder';
export { labelOfScore, scoresFromOutputs, type OutputTensor } from './output/scores-from-outputs';
export { murmur3 } from './routing/murmur3';
export { assignArm, BUCKETS, type Arm, type Assignment } from './routing/assign-arm';
export {
  RoutingTable,
  versionsOf,
  weightsOf,
  type ModelRoute,
  type OpenRollout,
  type RouteDecision,
} from './routing/routing-table';
export { ServingState, type LoadFailureListener } from './routing/serving-state';
export { MicroBatcher, type BatchRun, type MicroBatcherOptions } from './batching/micro-batcher';
export { ServedVersion } from './versions/served-version';
export type { LoadedModel, VersionLoader } from './versions/version-loader.port';
export { VersionPool, type VersionPoolOptions } from './versions/version-pool';
export type { Spool, SpoolRecord } from './spool/spool.port';
export { decodeRecords, encodeRecords, type SegmentPart } from './spool/segment-format';
export { Predict, type PredictPorts } from './predict/predict';
export type { PredictCommand, PredictionAnswer } from './predict/predict-command';
export { silentObserver, type PredictionObserver } from './predict/prediction-observer.port';
export { PREDICTION_SOURCE, toSpoolRecord, type PredictionRecord } from './predict/prediction-record';
