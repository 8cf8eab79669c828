import { nodeAttributes, type NodeProto } from '@plumbline/onnx-graph';

/** The attributes of a TreeEnsembleClassifier or TreeEnsembleRegressor, as the ONNX-ML specification names them. */
export interface EnsembleAttributes {
  readonly treeIds: readonly number[];
  readonly nodeIds: readonly number[];
  readonly featureIds: readonly number[];
  readonly values: readonly number[];
  readonly modes: readonly string[];
  readonly trueIds: readonly number[];
  readonly falseIds: readonly number[];
  /** Where NaN goes to the true branch; empty: nowhere. */
  readonly missingTrue: readonly number[];
  readonly leafTreeIds: readonly number[];
  readonly leafNodeIds: readonly number[];
  /** Class or target that the weight counts for. */
  readonly leafTargets: readonly number[];
  readonly leafWeights: readonly number[];
  readonly baseValues: readonly number[];
  /** Classes or targets. */
  readonly targets: number;
  readonly isClassifier: boolean;
  readonly aggregate: string;
  readonly postTransform: string;
}

/** What is missing is empty; lists that an exporter kept as tensors of doubles are missing too, and the engine declines. */
export function ensembleAttributes(node: NodeProto): EnsembleAttributes {
  const attributes = nodeAttributes(node);
  const numbers = (name: string, kind: 'floats' | 'ints'): number[] => {
    const found = attributes.get(name);
    return found?.kind === kind ? found.value : [];
  };
  const texts = (name: string): string[] => {
    const found = attributes.get(name);
    return found?.kind === 'strings' ? found.value : [];
  };
  const textOf = (name: string, fallback: string) => {
    const found = attributes.get(name);
    return found?.kind === 'string' ? found.value : fallback;
  };
  const isClassifier = node.opType === 'TreeEnsembleClassifier';
  const prefix = isClassifier ? 'class' : 'target';
  const targetCount = attributes.get('n_targets');
  const classes = Math.max(texts('classlabels_strings').length, numbers('classlabels_int64s', 'ints').length);
  return {
    treeIds: numbers('nodes_treeids', 'ints'),
    nodeIds: numbers('nodes_nodeids', 'ints'),
    featureIds: numbers('nodes_featureids', 'ints'),
    values: numbers('nodes_values', 'floats'),
    modes: texts('nodes_modes'),
    trueIds: numbers('nodes_truenodeids', 'ints'),
    falseIds: numbers('nodes_falsenodeids', 'ints'),
    missingTrue: numbers('nodes_missing_value_tracks_true', 'ints'),
    leafTreeIds: numbers(`${prefix}_treeids`, 'ints'),
    leafNodeIds: numbers(`${prefix}_nodeids`, 'ints'),
    leafTargets: numbers(`${prefix}_ids`, 'ints'),
    leafWeights: numbers(`${prefix}_weights`, 'floats'),
    baseValues: numbers('base_values', 'floats'),
    targets: isClassifier ? classes : targetCount?.kind === 'int' ? targetCount.value : 1,
    isClassifier,
    aggregate: textOf('aggregate_function', 'SUM'),
    postTransform: textOf('post_transform', 'NONE'),
  };
}
