import {
  addCalibration,
  addDecision,
  type CalibrationHistogram,
  type ConfusionMatrix,
  emptyCalibrationHistogram,
  emptyConfusionMatrix,
  type Label,
  mergeCalibrationHistograms,
  mergeConfusionMatrices,
} from '@plumbline/stats';

/** What a window knows of one group: plain JSON; two windows add up. */
export interface GroupCounters extends ConfusionMatrix {
  version: 1;
  /** Predictions, labelled or not, and how many of them decided 1. */
  n: number;
  predictedPositive: number;
  /** Predictions whose label is known; the confusion matrix is over these. */
  labelled: number;
  scoreSum: number;
  scored: number;
  /** Of labelled predictions with a probability. */
  calibration: CalibrationHistogram;
}

const CALIBRATION_CELLS = 100;

export function emptyGroupCounters(): GroupCounters {
  return {
    version: 1,
    n: 0,
    predictedPositive: 0,
    labelled: 0,
    ...emptyConfusionMatrix(),
    scoreSum: 0,
    scored: 0,
    calibration: emptyCalibrationHistogram(CALIBRATION_CELLS),
  };
}

/** Counts a served decision, in place; its label may come later. */
export function addGroupPrediction(counters: GroupCounters, predicted: Label, score?: number): void {
  counters.n += 1;
  counters.predictedPositive += predicted;
  if (score === undefined) return;
  counters.scoreSum += score;
  counters.scored += 1;
}

/** Counts the label of a decision that `addGroupPrediction` has counted, in place; `probability` lies in [0, 1]. */
export function addGroupOutcome(counters: GroupCounters, predicted: Label, label: Label, probability?: number): void {
  counters.labelled += 1;
  addDecision(counters, label, predicted);
  if (probability !== undefined) addCalibration(counters.calibration, label, probability);
}

export function mergeGroupCounters(a: GroupCounters, b: GroupCounters): GroupCounters {
  return {
    version: 1,
    n: a.n + b.n,
    predictedPositive: a.predictedPositive + b.predictedPositive,
    labelled: a.labelled + b.labelled,
    ...mergeConfusionMatrices(a, b),
    scoreSum: a.scoreSum + b.scoreSum,
    scored: a.scored + b.scored,
    calibration: mergeCalibrationHistograms(a.calibration, b.calibration),
  };
}
