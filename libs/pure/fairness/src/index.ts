export { FAIRNESS_MEASURES, fairnessMeasures, type FairnessMeasure, type MeasureEstimate } from './fairness-measures';
export {
  DEFAULT_FAIRNESS_LIMITS,
  fairnessReport,
  type FairnessVerdict,
  type FairnessFinding,
  type GroupImpact,
  type FairnessReport,
  type FairnessLimits,
  type FairnessReportOptions,
} from './fairness-report';
export {
  emptyGroupCounters,
  addGroupPrediction,
  addGroupOutcome,
  mergeGroupCounters,
  type GroupCounters,
} from './group-counters';
export {
  GROUP_RATES,
  DEFAULT_MINIMUM_GROUP_SIZE,
  groupMetrics,
  type UndefinedReason,
  type GroupRate,
  type GroupRateName,
  type GroupMetrics,
  type GroupMetricsOptions,
} from './group-metrics';
