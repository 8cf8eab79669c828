import { sampleIndexes, seededRandom, type Random } from '../random';
import { logLossOfMargin, sigmoid } from '../sigmoid';
import { prepareTrainingData, toRows, type TrainingColumns, type TrainingData } from '../training-data';
import { TrainingAbortedError, TrainingDataError } from '../training.errors';
import { binColumns } from './binning';
import type { BoostingModel, Tree } from './boosting-model';
import { completeBoostingParams, type BoostingParams } from './boosting-params';
import { addTreeMargins, boostingMargins } from './predict-boosting';
import { onLeafGrid, TreeGrower, type GrownTree } from './tree-grower';

export interface BoostingHooks {
  /** After each tree: trees done, trees asked for, mean training log loss before that tree. */
  onProgress?: (done: number, total: number, trainLoss: number) => void;
  /** Checked between trees. Only the asynchronous form lets other code run in which it could fire. */
  signal?: AbortSignal;
  /** Warm start: its trees are kept and new ones correct them on the new data. Features must be the same. */
  initial?: BoostingModel;
}

export interface BoostingProgress {
  done: number;
  total: number;
  trainLoss: number;
}

interface Validation {
  rows: Float32Array;
  labels: Uint8Array;
  weights: Float64Array | undefined;
  margins: Float64Array;
  bestLoss: number;
  bestTrees: number;
}

function meanLogLoss(margins: Float64Array, labels: Uint8Array, weights: Float64Array | undefined): number {
  let loss = 0;
  let total = 0;
  for (let i = 0; i < margins.length; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    loss += weight * logLossOfMargin(margins[i] as number, labels[i] as number);
    total += weight;
  }
  return loss / total;
}

function baseMarginOf({ labels, weights }: TrainingColumns): number {
  let positive = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    positive += weight * (labels[i] as number);
    total += weight;
  }
  return onLeafGrid(Math.log(positive / (total - positive)));
}

function startingModel(data: TrainingColumns, initial: BoostingModel | undefined): BoostingModel {
  if (!initial) {
    const { featureNames, categorical } = data;
    return {
      kind: 'boosting',
      featureNames: [...featureNames],
      categorical: [...categorical],
      baseMargin: baseMarginOf(data),
      trees: [],
    };
  }
  const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
    a.length === b.length && a.every((value, i) => value === b[i]);
  if (!same(initial.featureNames, data.featureNames) || !same(initial.categorical, data.categorical)) {
    throw new TrainingDataError('featureNames', 'differ from those of the model to continue from');
  }
  return { ...initial, trees: [...initial.trees] };
}

function startValidation(model: BoostingModel, data: TrainingData): Validation {
  const rows = toRows(data);
  const margins = boostingMargins(model, rows, data.labels.length);
  const { labels, weights } = data;
  const bestLoss = meanLogLoss(margins, labels, weights);
  return { rows, labels, weights, margins, bestLoss, bestTrees: model.trees.length };
}

/** True when the validation loss has stopped falling. */
function scoreValidation(validation: Validation, tree: Tree, model: BoostingModel, rounds: number): boolean {
  addTreeMargins([tree], model.featureNames.length, validation.rows, validation.margins);
  const loss = meanLogLoss(validation.margins, validation.labels, validation.weights);
  if (loss < validation.bestLoss) {
    validation.bestLoss = loss;
    validation.bestTrees = model.trees.length;
  }
  return model.trees.length - validation.bestTrees >= rounds;
}

/** Of the weighted log loss with respect to the margin: w (p - y) and w p (1 - p). */
function writeDerivatives(
  { labels, weights }: TrainingColumns,
  margins: Float64Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let i = 0; i < margins.length; i++) {
    const p = sigmoid(margins[i] as number);
    const weight = weights ? (weights[i] as number) : 1;
    gradients[i] = weight * (p - (labels[i] as number));
    hessians[i] = weight * p * (1 - p);
  }
}

function applyTree({ leaves, valueOfRow }: GrownTree, sampled: Uint32Array, margins: Float64Array): void {
  for (const { rows, value } of leaves) for (const row of rows) margins[row] = (margins[row] as number) + value;
  if (sampled.length === margins.length) return;
  const seen = new Uint8Array(margins.length);
  for (const row of sampled) seen[row] = 1;
  for (let row = 0; row < margins.length; row++) {
    if (seen[row] === 0) margins[row] = (margins[row] as number) + valueOfRow(row);
  }
}

function featuresForTree(featureCount: number, fraction: number, random: Random): Uint32Array {
  return sampleIndexes(featureCount, Math.max(1, Math.round(featureCount * fraction)), random);
}

/** Trains one tree a step, so that the caller decides when to pause, report or stop. Returns the finished model. */
export function* boostingSteps(
  data: TrainingData,
  given: Partial<BoostingParams> = {},
  hooks: BoostingHooks = {},
): Generator<BoostingProgress, BoostingModel, void> {
  const params = completeBoostingParams(given);
  const table = prepareTrainingData(data);
  const model = startingModel(table, hooks.initial);
  const binned = binColumns(table, params.maxBins);
  const trained = hooks.initial
    ? boostingMargins(model, toRows(data), table.rowCount)
    : new Float64Array(table.rowCount).fill(model.baseMargin);
  const gradients = new Float64Array(table.rowCount);
  const hessians = new Float64Array(table.rowCount);
  const grower = new TreeGrower(binned, gradients, hessians, params);
  const random = seededRandom(params.seed);
  const validation = params.earlyStopping && startValidation(model, params.earlyStopping.validation);
  const sampleSize = Math.max(1, Math.round(table.rowCount * params.subsample));
  for (let done = 0; done < params.trees; done++) {
    if (hooks.signal?.aborted) throw new TrainingAbortedError(done, params.trees);
    const trainLoss = meanLogLoss(trained, table.labels, table.weights);
    writeDerivatives(table, trained, gradients, hessians);
    const rows = sampleIndexes(table.rowCount, sampleSize, random);
    const grown = grower.grow(rows, featuresForTree(table.columns.length, params.featureFraction, random));
    applyTree(grown, rows, trained);
    model.trees.push(grown.tree);
    hooks.onProgress?.(done + 1, params.trees, trainLoss);
    yield { done: done + 1, total: params.trees, trainLoss };
    if (validation && scoreValidation(validation, grown.tree, model, params.earlyStopping?.rounds ?? Infinity)) break;
  }
  if (validation) model.trees.length = validation.bestTrees;
  return model;
}

/**
 * Histogram gradient boosting of the binary log loss: leaf-wise trees on binned float32 values, Newton leaf values
 * -G / (H + l2) times the learning rate, a learned side for missing values, one-against-the-rest splits for categories.
 * The same data, parameters and seed give the same model, bit for bit.
 *
 * @throws TrainingDataError, TrainingParameterError; TrainingAbortedError when `hooks.signal` fired between two trees
 * @see Friedman 2001; Chen & Guestrin 2016; Ke et al. 2017
 */
export function trainBoosting(
  data: TrainingData,
  params: Partial<BoostingParams> = {},
  hooks: BoostingHooks = {},
): BoostingModel {
  const steps = boostingSteps(data, params, hooks);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

// Long enough to cost nothing, short enough for a health check or a cancel to get through.
const SLICE_MS = 50;

/** The same, giving the event loop a turn every 50 ms: `hooks.signal` can fire while it trains. */
export async function trainBoostingAsync(
  data: TrainingData,
  params: Partial<BoostingParams> = {},
  hooks: BoostingHooks = {},
): Promise<BoostingModel> {
  const steps = boostingSteps(data, params, hooks);
  let sliceEnd = performance.now() + SLICE_MS;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < sliceEnd) continue;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    sliceEnd = performance.now() + SLICE_MS;
  }
}
