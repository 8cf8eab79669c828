export { StatisticsInputError } from './statistics.errors';
export { areaUnderCurve, deLongInterval } from './classification/area-under-curve';
export { calibrationBins, expectedCalibrationError, type CalibrationBin } from './classification/calibration-error';
export {
  emptyCalibrationHistogram,
  addCalibration,
  mergeCalibrationHistograms,
  histogramCalibrationError,
  type CalibrationHistogram,
} from './classification/calibration-histogram';
export {
  CBPE_METRICS,
  expectedPerformanceBand,
  type CbpeMetric,
  type CbpeBandOptions,
} from './classification/cbpe-band';
export { expectedPerformance, type ExpectedPerformance } from './classification/cbpe';
export {
  emptyConfusionMatrix,
  addDecision,
  mergeConfusionMatrices,
  confusionMatrix,
  confusionRates,
  type ConfusionMatrix,
  type ConfusionRates,
  type Label,
} from './classification/confusion-matrix';
export {
  pairedBootstrap,
  type PairedMetric,
  type PairedRows,
  type PairedBootstrapOptions,
} from './classification/paired-bootstrap';
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
export {
  emptyScoreHistogram,
  addToScoreHistogram,
  mergeScoreHistograms,
  type ScoreHistogram,
} from './classification/score-histogram';
export {
  calibrationErrorInterval,
  cellAucInterval,
  classifierIntervals,
  decisionIntervals,
  meanInterval,
  type MetricInterval,
} from './classification/classifier-intervals';
export { estimatedAccuracy, estimatedIntervals } from './classification/estimated-intervals';
export { multiclassIntervals } from './classification/multiclass-intervals';
export { regressionIntervals } from './classification/regression-intervals';
export { histogramCalibrationBins } from './classification/calibration-histogram';
export { emptyErrorSums, addError, mergeErrorSums, type ErrorSums } from './classification/error-sums';
export {
  emptyCalibrationCells,
  addToCalibrationCells,
  mergeCalibrationCells,
  type CalibrationCells,
} from './classification/calibration-cells';
export { betaCdf, betaQuantile } from './distributions/beta';
export {
  chiSquareCdf,
  chiSquareSurvival,
  chiSquareQuantile,
  nonCentralChiSquareSurvival,
} from './distributions/chi-square';
export { kolmogorovSurvival } from './distributions/kolmogorov';
export { normalSurvival, normalCdf, normalQuantile } from './distributions/normal';
export { studentSurvival } from './distributions/student';
export { attributionShift } from './attribution/attribution-shift';
export { driftReport, type FeatureDrift, type DriftReport, type DriftReportOptions } from './drift/drift-report';
export { type Interval } from './intervals/interval';
export { buildJointProfile, jointReader, JOINT_ROW, type JointProfile, type JointReader } from './joint/joint-profile';
export { newcombeInterval } from './intervals/newcombe';
export { ratioInterval } from './intervals/ratio';
export { wilsonInterval } from './intervals/wilson';
export { contingencyStatistic, contingencyChiSquare, type ChiSquareResult } from './measures/contingency-chi-square';
export { hellingerDistance } from './measures/hellinger';
export { jensenShannonDivergence, jensenShannonDistance } from './measures/jensen-shannon';
export {
  sortedNumbers,
  kolmogorovSmirnovStatistic,
  kolmogorovSmirnov,
  type KolmogorovSmirnovResult,
} from './measures/kolmogorov-smirnov';
export { kullbackLeibler } from './measures/kullback-leibler';
export { populationStabilityIndex } from './measures/population-stability-index';
export { totalVariation, largestShareDifference } from './measures/total-variation';
export { wassersteinDistance, populationMoments, normalisedWasserstein } from './measures/wasserstein';
export { benjaminiHochberg } from './multiple-testing/benjamini-hochberg';
export { binLabels } from './profile/bin-labels';
export { buildFeatureProfile, type FeatureProfile, type FeatureProfileOptions } from './profile/feature-profile';
export {
  MAXIMUM_UNSEEN_EXAMPLES,
  emptyCounts,
  addValue,
  countValues,
  mergeCounts,
  type WindowCounts,
} from './profile/window-counts';
export { rateExcess, type RateBaseline } from './rates/rate-excess';
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
export { createAdwin, updateAdwin, adwinMean, type AdwinState } from './streaming/adwin';
export { createDdm, updateDdm, type DdmLevel, type DdmState, type DdmOptions } from './streaming/ddm';
export {
  createPageHinkley,
  updatePageHinkley,
  type PageHinkleyState,
  type PageHinkleyOptions,
} from './streaming/page-hinkley';
export { featureWindowFromSamples, type FeatureWindow } from './drift/feature-drift';
export {
  driftTest,
  DRIFT_DEFAULTS,
  type DriftTestOptions,
  type DriftTestResult,
  type DriftVerdict,
} from './drift/drift-test';
export { DRIFT_MEASURES, MINIMUM_EFFECTS, type DriftMeasure } from './drift/drift-measure';
export { detectablePsi } from './drift/detectable-effect';
export { featureMeasures, type FeatureMeasures, type NumericSamples } from './drift/feature-measures';
export { binIndex } from './profile/bin-index';
export { type FeatureValue, numericValue, categoryValue } from './profile/feature-value';
export { buildNumericBins, type NumericBinsOptions } from './profile/numeric-bins';
export { buildCategoricalBins, type CategoricalBinsOptions } from './profile/categorical-bins';
export {
  type FeatureBins,
  type NumericBins,
  type CategoricalBins,
  binCount,
  missingIndex,
} from './profile/feature-bins';
export { type CountVector } from './measures/shares';
export {
  addDuration,
  emptySketch,
  mergedSketch,
  SKETCH_RELATIVE_ERROR,
  sketchCount,
  sketchQuantile,
  storedSketch,
  type DurationSketch,
  type StoredSketch,
} from './sketch/duration-sketch';
export { type CategoryTally } from './profile/categorical-bins';
export { categoryProfile } from './profile/feature-profile';
export { countTally } from './profile/count-tally';
export {
  createNumberCounter,
  fineCounts,
  mergeNumberCounts,
  numberProfile,
  numberWindow,
  planNumbers,
  type NumberCounts,
  type NumberPlan,
} from './columns/number-column';
export { createCellCounter, type CellCounter } from './columns/cell-counter';
