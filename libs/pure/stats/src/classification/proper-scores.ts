import { StatisticsInputError } from '../statistics.errors';
import type { Label } from './confusion-matrix';

const CLIP = 1e-15;

/**
 * Log loss of one row: -ln of the probability given to what happened, the probability clipped to [1e-15, 1 - 1e-15].
 * Natural logarithm; 0 is perfect, ln 2 a coin, 34.54 the worst. Example: rowLogLoss(1, 0.5) = 0.693147.
 */
export function rowLogLoss(label: Label, probability: number): number {
  const p = Math.min(1 - CLIP, Math.max(CLIP, probability));
  return label === 1 ? -Math.log(p) : -Math.log(1 - p);
}

/** Brier score of one row, (probability - label)², in [0, 1]. */
export const rowBrier = (label: Label, probability: number): number => (probability - label) ** 2;

function meanOver(labels: readonly Label[], probabilities: readonly number[], row: typeof rowBrier): number {
  if (labels.length === 0 || labels.length !== probabilities.length) {
    throw new StatisticsInputError('labels and probabilities must be of one length, not 0');
  }
  let sum = 0;
  for (let i = 0; i < labels.length; i += 1) sum += row(labels[i] as Label, probabilities[i] as number);
  return sum / labels.length;
}

/** Mean of `rowLogLoss` (scikit-learn's log_loss, with a fixed clip of 1e-15). */
export const logLoss = (labels: readonly Label[], probabilities: readonly number[]): number =>
  meanOver(labels, probabilities, rowLogLoss);

/** Mean of `rowBrier`. Example: labels [1, 0], probabilities [0.8, 0.4] -> 0.1. */
export const brierScore = (labels: readonly Label[], probabilities: readonly number[]): number =>
  meanOver(labels, probabilities, rowBrier);
