export { StatisticsInputError } from './statistics.errors';
export { areaUnderCurve, deLongInterval } from './classification/area-under-curve';
export { calibrationBins, expectedCalibrationError, type CalibrationBin } from './classification/calibration-error';
export {
  confusionMatrix,
  confusionRates,
  type ConfusionMatrix,
  type ConfusionRates,
  type Label,
} from './classification/confusion-matrix';
export { rowLogLoss, rowBrier, logLoss, brierScore } from './classification/proper-scores';
export {
  SCORE_CELLS,
  emptyScoreCounters,
  addScore,
  mergeScoreCounters,
  scoreMetrics,
  type ScoreCounters,
  type ScoreMetrics,
} from './classification/score-counters';
export { betaCdf, betaQuantile } from './distributions/beta';
export {
  chiSquareCdf,
  chiSquareSurvival,
  chiSquareQuantile,
  nonCentralChiSquareSurvival,
} from './distributions/chi-square';
export { kolmogorovSurvival } from './distributions/kolmogorov';
export { logGamma, logFactorial } from './distributions/log-gamma';
export { normalSurvival, normalCdf, normalQuantile } from './distributions/normal';
export { detectablePsi } from './drift/detectable-effect';
export {
  DRIFT_MEASURES,
  MINIMUM_EFFECTS,
  driftStatistic,
  chiSquareScale,
  type DriftMeasure,
  type DriftStatistic,
} from './drift/drift-measure';
export { driftReport, type FeatureDrift, type DriftReport, type DriftReportOptions } from './drift/drift-report';
export {
  DRIFT_DEFAULTS,
  driftVerdict,
  driftTest,
  type DriftVerdict,
  type DriftTestOptions,
  type DriftTestResult,
} from './drift/drift-test';
export {
  featureWindowFromSamples,
  featureEvidence,
  type FeatureWindow,
  type FeatureEvidence,
} from './drift/feature-drift';
export { featureMeasures, type NumericSamples, type FeatureMeasures } from './drift/feature-measures';
export { permutationLaw, type PermutationOptions, type PermutationResult } from './drift/permutation-law';
export { type Interval } from './intervals/interval';
export { newcombeInterval } from './intervals/newcombe';
export { wilsonInterval } from './intervals/wilson';
export { binnedKolmogorovSmirnov, binnedWasserstein, type BoundedEstimate } from './measures/binned-distance';
export { contingencyStatistic, contingencyChiSquare, type ChiSquareResult } from './measures/contingency-chi-square';
export { hellingerDistance } from './measures/hellinger';
export { jensenShannonDivergence, jensenShannonDistance } from './measures/jensen-shannon';
export { sortedNumbers, kolmogorovSmirnov, type KolmogorovSmirnovResult } from './measures/kolmogorov-smirnov';
export { kullbackLeibler } from './measures/kullback-leibler';
export { populationStabilityIndex } from './measures/population-stability-index';
export { pairTotals, smoothingFor, sumOverShares, type CountVector, type PairTotals } from './measures/shares';
export { totalVariation, largestShareDifference } from './measures/total-variation';
export { wassersteinDistance, populationMoments, normalisedWasserstein } from './measures/wasserstein';
export { benjaminiHochberg } from './multiple-testing/benjamini-hochberg';
export { binIndex, unseenCategory } from './profile/bin-index';
export { binLabels } from './profile/bin-labels';
export { buildCategoricalBins, type CategoricalBinsOptions } from './profile/categorical-bins';
export {
  binCount,
  missingIndex,
  type NumericBins,
  type CategoricalBins,
  type FeatureBins,
} from './profile/feature-bins';
export { buildFeatureProfile, type FeatureProfile, type FeatureProfileOptions } from './profile/feature-profile';
export { numericValue, categoryValue, type FeatureValue } from './profile/feature-value';
export { buildNumericBins, type NumericBinsOptions } from './profile/numeric-bins';
export { orderedCells, type OrderedCells } from './profile/ordered-cells';
export {
  MAXIMUM_UNSEEN_EXAMPLES,
  emptyCounts,
  addValue,
  countValues,
  mergeCounts,
  type WindowCounts,
} from './profile/window-counts';
export { nextHypergeometric } from './random/hypergeometric';
export { seedFromText, createRandom, nextNormal, type Random } from './random/sfc32';
export { twoSidedHalfWidth, oneSidedHalfWidth, type ConfidenceSequenceOptions } from './sequential/confidence-sequence';
export {
  meanCounters,
  addMeanCounters,
  independentDifference,
  pairedDifference,
  type MeanCounters,
  type DifferenceEstimate,
} from './sequential/mean-difference';
export { sampleRatioMismatch, type SampleRatioResult } from './sequential/sample-ratio-mismatch';
export {
  sequentialVerdict,
  type SequentialVerdict,
  type SequentialRule,
  type SequentialResult,
} from './sequential/sequential-verdict';
