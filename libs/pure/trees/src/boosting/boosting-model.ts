export interface LeafNode {
  kind: 'leaf';
  /** Added to the margin (log-odds); the learning rate is already inside. */
  value: number;
  /** Training rows that ended here. */
  cover: number;
}

export interface SplitNode {
  kind: 'split';
  feature: number;
  /** `==` compares category codes. */
  comparison: '<=' | '==';
  /** A float32 value. */
  threshold: number;
  /** Where a missing value (NaN) goes; the comparison itself is false for it. */
  missingLeft: boolean;
  /** Node taken where the comparison is true. */
  left: number;
  right: number;
  cover: number;
  /** By how much the split lowered the regularised loss (times two), before shrinkage. */
  gain: number;
}

export type TreeNode = LeafNode | SplitNode;

/** Node 0 is the root; children come after their parents. */
export interface Tree {
  nodes: TreeNode[];
}

/** Plain data: survives JSON. P(label 1) = sigmoid(baseMargin + sum of one leaf's value a tree). */
export interface BoostingModel {
  kind: 'boosting';
  featureNames: string[];
  categorical: boolean[];
  baseMargin: number;
  trees: Tree[];
}
