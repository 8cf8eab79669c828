export { TrainingAbortedError, TrainingDataError, TrainingParameterError } from './training.errors';
export { selectRows, toRows, type TrainingData } from './training-data';
export { stratifiedFolds } from './folds';
export { crossValidate, type CrossValidation, type FoldTrainer } from './cross-validate';
export type { BoostingModel, LeafNode, SplitNode, Tree, TreeNode } from './boosting/boosting-model';
export { DEFAULT_BOOSTING_PARAMS, type BoostingParams } from './boosting/boosting-params';
export {
  boostingSteps,
  trainBoosting,
  trainBoostingAsync,
  type BoostingHooks,
  type BoostingProgress,
} from './boosting/train-boosting';
export { boostingMargins, predictBoosting } from './boosting/predict-boosting';
export { boostingToOnnx } from './boosting/boosting-to-onnx';
export type { LogisticModel } from './logistic/logistic-model';
export { DEFAULT_LOGISTIC_PARAMS, trainLogistic, type LogisticParams } from './logistic/train-logistic';
export { predictLogistic } from './logistic/predict-logistic';
export { logisticToOnnx } from './logistic/logistic-to-onnx';
export { DEFAULT_PRODUCER, type OnnxOptions } from './onnx-options';
