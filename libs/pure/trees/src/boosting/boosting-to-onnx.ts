import { buildModel, buildNode, buildTensorInfo, writeModel, type AttributeInput } from '@plumbline/onnx-graph';
import { graphDescription, type OnnxOptions } from '../onnx-options';
import type { BoostingModel, Tree } from './boosting-model';

interface TreeAttributes {
  treeIds: number[];
  nodeIds: number[];
  featureIds: number[];
  values: number[];
  modes: string[];
  trueIds: number[];
  falseIds: number[];
  missingTrue: number[];
  covers: number[];
  leafTreeIds: number[];
  leafNodeIds: number[];
  leafWeights: number[];
}

function addTree(to: TreeAttributes, { nodes }: Tree, treeId: number): void {
  nodes.forEach((node, id) => {
    const isLeaf = node.kind === 'leaf';
    to.treeIds.push(treeId);
    to.nodeIds.push(id);
    to.featureIds.push(isLeaf ? 0 : node.feature);
    to.values.push(isLeaf ? 0 : node.threshold);
    to.modes.push(isLeaf ? 'LEAF' : node.comparison === '==' ? 'BRANCH_EQ' : 'BRANCH_LEQ');
    to.trueIds.push(isLeaf ? 0 : node.left);
    to.falseIds.push(isLeaf ? 0 : node.right);
    to.missingTrue.push(isLeaf ? 0 : Number(node.missingLeft));
    to.covers.push(node.cover);
    if (!isLeaf) return;
    to.leafTreeIds.push(treeId);
    to.leafNodeIds.push(id);
    to.leafWeights.push(node.value);
  });
}

const singleLeaf = (value: number): Tree => ({ nodes: [{ kind: 'leaf', value, cover: 0 }] });

/**
 * onnxruntime takes the margins for probabilities, without a sigmoid, when no weight is negative. A constant tree of -1,
 * taken back by the base value, rules that out; both are exact in float32.
 */
function withNegativeWeight(model: BoostingModel): { trees: readonly Tree[]; baseMargin: number } {
  const hasNegative = model.trees.some(({ nodes }) => nodes.some((node) => node.kind === 'leaf' && node.value < 0));
  if (hasNegative) return model;
  return { trees: [...model.trees, singleLeaf(-1)], baseMargin: model.baseMargin + 1 };
}

function ensembleAttributes(model: BoostingModel): Record<string, AttributeInput> {
  const { trees, baseMargin } = withNegativeWeight(model);
  const all: TreeAttributes = {
    treeIds: [],
    nodeIds: [],
    featureIds: [],
    values: [],
    modes: [],
    trueIds: [],
    falseIds: [],
    missingTrue: [],
    covers: [],
    leafTreeIds: [],
    leafNodeIds: [],
    leafWeights: [],
  };
  trees.forEach((tree, treeId) => addTree(all, tree, treeId));
  return {
    nodes_treeids: { ints: all.treeIds },
    nodes_nodeids: { ints: all.nodeIds },
    nodes_featureids: { ints: all.featureIds },
    nodes_values: { floats: all.values },
    nodes_modes: { strings: all.modes },
    nodes_truenodeids: { ints: all.trueIds },
    nodes_falsenodeids: { ints: all.falseIds },
    nodes_missing_value_tracks_true: { ints: all.missingTrue },
    nodes_hitrates: { floats: all.covers },
    class_treeids: { ints: all.leafTreeIds },
    class_nodeids: { ints: all.leafNodeIds },
    // All weights under class 0 and one base value: what converters write for a binary margin. Under class 1,
    // onnxruntime 1.30 drops the base value and gives 0.5 for the negative class.
    class_ids: { ints: all.leafTreeIds.map(() => 0) },
    class_weights: { floats: all.leafWeights },
    base_values: { floats: [baseMargin] },
    post_transform: { string: 'LOGISTIC' },
  };
}

/**
 * One TreeEnsembleClassifier: input `features` float [N, F]; outputs `label` [N] and `probabilities` float [N, 2].
 * Category codes are compared with BRANCH_EQ; `nodes_hitrates` holds the training rows of each node.
 */
export function boostingToOnnx(model: BoostingModel, options: OnnxOptions = {}): Uint8Array {
  const { inputName, labelType, classes, producer, metadata } = graphDescription(model, options);
  const ensemble = buildNode({
    operator: 'TreeEnsembleClassifier',
    domain: 'ai.onnx.ml',
    inputs: [inputName],
    outputs: ['label', 'probabilities'],
    attributes: {
      ...ensembleAttributes(model),
      [labelType === 'string' ? 'classlabels_strings' : 'classlabels_int64s']: classes,
    },
  });
  return writeModel(
    buildModel({
      name: 'boosting',
      nodes: [ensemble],
      inputs: [buildTensorInfo(inputName, 'float', ['N', model.featureNames.length])],
      outputs: [buildTensorInfo('label', labelType, ['N']), buildTensorInfo('probabilities', 'float', ['N', 2])],
      opsets: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
      producer,
      metadata,
    }),
  );
}
