import type { TrainingData } from '../training-data';
import { TrainingParameterError } from '../training.errors';

export interface BoostingParams {
  /** Trees to add. */
  trees: number;
  learningRate: number;
  maxLeaves: number;
  minSamplesLeaf: number;
  /** Added to every leaf's sum of second derivatives. */
  l2: number;
  /** Bins a feature, 2 to 255; missing values have one more of their own. */
  maxBins: number;
  /** Share of the rows that a tree sees. */
  subsample: number;
  /** Share of the features that a tree may split on. */
  featureFraction: number;
  /** Stops when the validation log loss has not improved for `rounds` trees, and keeps the best number of trees. */
  earlyStopping?: { validation: TrainingData; rounds: number };
  seed: number;
}

export const DEFAULT_BOOSTING_PARAMS: Readonly<BoostingParams> = {
  trees: 250,
  learningRate: 0.05,
  maxLeaves: 8,
  minSamplesLeaf: 20,
  l2: 1,
  maxBins: 255,
  subsample: 0.8,
  featureFraction: 0.8,
  seed: 0,
};

type NumericParam = Exclude<keyof BoostingParams, 'earlyStopping'>;

const RANGES: Readonly<Record<NumericParam, { low: number; high: number; integer?: true; openLow?: true }>> = {
  trees: { low: 1, high: 100_000, integer: true },
  learningRate: { low: 0, high: 1, openLow: true },
  maxLeaves: { low: 2, high: 4096, integer: true },
  minSamplesLeaf: { low: 1, high: 2 ** 31, integer: true },
  l2: { low: 0, high: 1e9 },
  maxBins: { low: 2, high: 255, integer: true },
  subsample: { low: 0, high: 1, openLow: true },
  featureFraction: { low: 0, high: 1, openLow: true },
  seed: { low: 0, high: 2 ** 32 - 1, integer: true },
};

/** Fills in the defaults. @throws TrainingParameterError naming the parameter that is out of range */
export function completeBoostingParams(given: Partial<BoostingParams>): BoostingParams {
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const params: BoostingParams = { ...DEFAULT_BOOSTING_PARAMS, ...defined };
  for (const [name, { low, high, integer, openLow }] of Object.entries(RANGES)) {
    const value = params[name as NumericParam];
    const inside = (openLow ? value > low : value >= low) && value <= high;
    if (!inside || (integer && !Number.isInteger(value))) {
      const kind = integer ? 'an integer' : 'a number';
      throw new TrainingParameterError(name, `${value} is not ${kind} ${openLow ? 'above' : 'from'} ${low} to ${high}`);
    }
  }
  if (params.earlyStopping && !(params.earlyStopping.rounds >= 1)) {
    throw new TrainingParameterError('earlyStopping.rounds', 'must be at least 1');
  }
  return params;
}
