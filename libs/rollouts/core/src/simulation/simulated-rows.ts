import { nextNormal, normalCdf, type Random } from '@plumbline/stats';
import type { ScoredPair } from '../comparisons/auc-difference';

/** Areas under the ROC curve; rows are binormal, scores are calibrated probabilities. */
export interface RowLaw {
  readonly championAuc: number;
  readonly candidateAuc: number;
  readonly positiveRate: number;
}

/** Separation of the classes, in standard deviations, that gives the area: area = Phi(d / sqrt 2). By bisection. */
function separationOf(auc: number, areaOf: (d: number) => number): number {
  let [low, high] = [0, 10];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (areaOf(middle) < auc) low = middle;
    else high = middle;
  }
  return high;
}

/** What both versions see: the class, its trace in what can be known, and each version's own noise on top. */
export class SimulatedRows {
  private readonly separation: number;
  private readonly noise: { readonly champion: number; readonly candidate: number };

  constructor(
    private readonly law: RowLaw,
    private readonly random: Random,
  ) {
    const d = (auc: number) => separationOf(auc, (x) => normalCdf(x / Math.SQRT2));
    // Both are below what could be known, so that their errors are not the same.
    this.separation = d(Math.max(law.championAuc, law.candidateAuc) + 0.02);
    const noiseOf = (auc: number) => Math.sqrt((this.separation / d(auc)) ** 2 - 1);
    this.noise = { champion: noiseOf(law.championAuc), candidate: noiseOf(law.candidateAuc) };
  }

  next(): ScoredPair {
    const positive = this.random.next() < this.law.positiveRate;
    const trace = (positive ? this.separation : 0) + nextNormal(this.random);
    const seen = (noise: number) => this.probability(trace + noise * nextNormal(this.random), noise);
    return { positive, champion: seen(this.noise.champion), candidate: seen(this.noise.candidate) };
  }

  /** Bayes: of two normal laws with means 0 and separation and variance 1 + noise². */
  private probability(x: number, noise: number): number {
    const { positiveRate } = this.law;
    const logOdds =
      (this.separation * x - this.separation ** 2 / 2) / (1 + noise ** 2) + Math.log(positiveRate / (1 - positiveRate));
    return 1 / (1 + Math.exp(-logOdds));
  }
}
