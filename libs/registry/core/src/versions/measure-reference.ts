import {
  areaUnderCurve,
  deLongInterval,
  normalQuantile,
  rowLogLoss,
  wilsonInterval,
  type Label,
} from '@plumbline/stats';
import type { Trial } from '../artifact/admission.port';
import { classIndexer } from '../signature/class-name';
import type { Signature } from '../signature/signature';
import { numberOf } from '../table/cell';
import type { MetricInterval } from './lineage';

const LEVEL = 0.95;
const ALPHA = 1 - LEVEL;
const Z = normalQuantile(1 - ALPHA / 2);
/** As rowLogLoss: a certain and wrong answer costs much, not everything. */
const LEAST_PROBABILITY = 1e-15;

export interface Measured {
  readonly metrics: Readonly<Record<string, number>>;
  readonly metricIntervals: Readonly<Record<string, MetricInterval>>;
}

interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly method: string;
}

type Answers = Pick<Trial, 'scores' | 'classScores'>;

const share = (right: readonly boolean[]): Estimate => {
  const { estimate, lower, upper } = wilsonInterval(right.filter(Boolean).length, right.length, ALPHA);
  return { value: estimate, low: lower, high: upper, method: 'wilson' };
};

/** Mean of non-negative row losses with its normal interval. */
function mean(losses: readonly number[]): Estimate {
  const value = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - value) ** 2, 0);
  const half = losses.length > 1 ? Z * Math.sqrt(squares / (losses.length - 1) / losses.length) : Infinity;
  return { value, low: Math.max(0, value - half), high: value + half, method: 'normal' };
}

const root = ({ value, low, high, method }: Estimate): Estimate => ({
  value: Math.sqrt(value),
  low: Math.sqrt(low),
  high: Math.sqrt(high),
  method,
});

function ofBinary(
  { output }: Signature,
  cells: readonly string[],
  scores: readonly number[],
): Record<string, Estimate> {
  const placeOf = classIndexer(output.classes);
  const positive = placeOf(output.positiveClass ?? '');
  const truth = cells.map((cell): Label => (placeOf(cell) === positive ? 1 : 0));
  const accuracy = share(scores.map((score, i) => score >= output.threshold === (truth[i] === 1)));
  // A label is no probability: a wrong one would cost the greatest loss there is.
  if (output.kind === 'label') return { accuracy };
  const auc = areaUnderCurve(truth, scores);
  const band = deLongInterval(truth, scores, ALPHA);
  return {
    logLoss: mean(scores.map((score, i) => rowLogLoss(truth[i] as Label, score))),
    ...(auc === undefined
      ? {}
      : { auc: { value: auc, low: band?.lower ?? NaN, high: band?.upper ?? NaN, method: 'delong' } }),
    accuracy,
  };
}

function ofClasses({ output }: Signature, cells: readonly string[], table: Float64Array): Record<string, Estimate> {
  const width = output.classes.length;
  const placeOf = classIndexer(output.classes);
  const rows = cells.map((cell, i) => ({ row: table.subarray(i * width, (i + 1) * width), at: placeOf(cell) }));
  const accuracy = share(rows.map(({ row, at }) => row.indexOf(Math.max(...row)) === at));
  return { logLoss: mean(rows.map(({ row, at }) => -Math.log(Math.max(row[at] ?? 0, LEAST_PROBABILITY)))), accuracy };
}

function ofNumbers(cells: readonly string[], scores: readonly number[]): Record<string, Estimate> {
  const errors = scores.map((score, i) => score - Number(numberOf(cells[i] ?? '')));
  return { rmse: root(mean(errors.map((error) => error ** 2))), mae: mean(errors.map(Math.abs)) };
}

function estimates(signature: Signature, cells: readonly string[], answers: Answers): Record<string, Estimate> {
  const { task, output } = signature;
  if (task === 'regression')
    return cells.every((cell) => numberOf(cell) !== null) ? ofNumbers(cells, [...answers.scores]) : {};
  const placeOf = classIndexer(output.classes);
  if (!cells.every((cell) => placeOf(cell) >= 0)) return {};
  if (task === 'binary') return ofBinary(signature, cells, [...answers.scores]);
  // Labels only: a score is the place of the label among the classes.
  if (output.kind === 'label') return { accuracy: share(cells.map((cell, i) => answers.scores[i] === placeOf(cell))) };
  return answers.classScores ? ofClasses(signature, cells, answers.classScores) : {};
}

/**
 * How well the answers fit the labels: binary log loss, AUC, accuracy; multiclass log loss, accuracy; regression RMSE,
 * MAE; a model that answers labels only, accuracy. With 95 % intervals: Wilson for accuracy, DeLong for the AUC, the
 * normal law for mean losses (RMSE: its square's). Empty where a label is unknown or there is no row.
 * @param cells the label column, one cell an answer
 * @param on where the rows are from: `reference`, `hold-out`
 */
export function measureReference(
  signature: Signature,
  cells: readonly string[],
  answers: Answers,
  on: string,
): Measured {
  if (cells.length === 0) return { metrics: {}, metricIntervals: {} };
  const found = Object.entries(estimates(signature, cells, answers));
  const bounded = found.filter(([, { low, high }]) => Number.isFinite(low) && Number.isFinite(high));
  return {
    metrics: Object.fromEntries(found.map(([name, { value }]) => [name, value])),
    metricIntervals: Object.fromEntries(
      bounded.map(([name, { low, high, method }]) => [
        name,
        { low, high, level: LEVEL, rows: cells.length, method, on },
      ]),
    ),
  };
}
