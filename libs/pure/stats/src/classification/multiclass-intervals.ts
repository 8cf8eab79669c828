import { wilsonInterval } from '../intervals/wilson';
import { definedOnly, type MetricIntervals, normalInterval } from './classifier-intervals';

export type MulticlassMetric = 'accuracy' | 'precision' | 'recall' | 'f1';

interface Margins {
  readonly size: number;
  readonly n: number;
  /** By class: outcomes, answers, and right answers. */
  readonly outcomes: readonly number[];
  readonly answers: readonly number[];
  readonly right: readonly number[];
}

function marginsOf(confusion: readonly number[]): Margins {
  const size = Math.round(Math.sqrt(confusion.length));
  const classes = Array.from({ length: size }, (_, k) => k);
  const at = (outcome: number, answer: number): number => confusion[outcome * size + answer] as number;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    size,
    n: sum(confusion),
    outcomes: classes.map((k) => sum(classes.map((j) => at(k, j)))),
    answers: classes.map((k) => sum(classes.map((i) => at(i, k)))),
    right: classes.map((k) => at(k, k)),
  };
}

/** Value of one class, and its derivatives by the counts of right answers, outcomes and answers of that class. */
type PerClass = (right: number, outcomes: number, answers: number) => readonly [number, number, number, number];

const MEASURES: Readonly<Record<'precision' | 'recall' | 'f1', PerClass>> = {
  precision: (t, _r, c) => (c > 0 ? [t / c, 1 / c, 0, -t / (c * c)] : [0, 0, 0, 0]),
  recall: (t, r) => (r > 0 ? [t / r, 1 / r, -t / (r * r), 0] : [0, 0, 0, 0]),
  f1: (t, r, c) => {
    const d = r + c;
    return d > 0 ? [(2 * t) / d, 2 / d, (-2 * t) / (d * d), (-2 * t) / (d * d)] : [0, 0, 0, 0];
  },
};

/** Delta method over the multinomial of the matrix: variance = sum n_ij g_ij² - (sum n_ij g_ij)²/n, g the derivatives. */
function macro(confusion: readonly number[], margins: Margins, measure: PerClass, alpha: number) {
  const { size, n, outcomes, answers, right } = margins;
  const present = outcomes.map((rows, k) => rows + (answers[k] as number) > 0);
  const classes = present.filter(Boolean).length;
  const of = right.map((t, k) => measure(t, outcomes[k] as number, answers[k] as number));
  const estimate = of.reduce((sum, [value]) => sum + value, 0) / classes;
  let [first, second] = [0, 0];
  confusion.forEach((rows, cell) => {
    const [i, j] = [Math.floor(cell / size), cell % size];
    const [ofOutcome, ofAnswer] = [of[i], of[j]] as [(typeof of)[number], (typeof of)[number]];
    const gradient = ((i === j ? ofOutcome[1] : 0) + ofOutcome[2] + ofAnswer[3]) / classes;
    first += rows * gradient;
    second += rows * gradient * gradient;
  });
  const variance = Math.max(0, second - (first * first) / n);
  return normalInterval(estimate, Math.sqrt(variance), n, { alpha, low: 0, high: 1 });
}

/**
 * Accuracy (Wilson) and macro-averaged precision, recall and F1 (delta method over the multinomial, cut to [0, 1]) of a
 * confusion matrix, row by outcome and column by answer. A class that neither occurred nor was answered is left out of
 * the means; an undefined share of one that did counts as 0, as in scikit-learn. Empty without rows.
 */
export function multiclassIntervals(confusion: readonly number[], alpha = 0.05): MetricIntervals<MulticlassMetric> {
  const margins = marginsOf(confusion);
  const { n, right } = margins;
  if (n <= 0) return {};
  const correct = right.reduce((sum, t) => sum + t, 0);
  return definedOnly<MulticlassMetric>({
    accuracy: { ...wilsonInterval(correct, n, alpha), n },
    precision: macro(confusion, margins, MEASURES.precision, alpha),
    recall: macro(confusion, margins, MEASURES.recall, alpha),
    f1: macro(confusion, margins, MEASURES.f1, alpha),
  });
}
