import type { FeatureBins } from './binning';

export interface LeafSums {
  gradient: number;
  hessian: number;
  rows: number;
}

export interface Split {
  feature: number;
  /** Numeric: bins 0..bin go left. Categorical: only this bin goes left; `count` (no code) means missing values only. */
  bin: number;
  missingLeft: boolean;
  gain: number;
  left: LeafSums;
}

export interface SplitLimits {
  minSamplesLeaf: number;
  l2: number;
}

// scikit-learn's min_hessian_to_split: a child whose second derivatives vanish has no finite step.
const MIN_HESSIAN = 1e-3;
// Gains below this are rounding of the histogram subtraction.
const MIN_GAIN = 1e-7;

/**
 * The best split of one leaf by gain = GL^2/(HL+l2) + GR^2/(HR+l2) - G^2/(H+l2), where G and H are the sums of first
 * and second derivatives left, right and together (Chen & Guestrin 2016, eq. 7, without the factor 1/2).
 * Numeric features: every bin edge, with the missing values tried on both sides. Categories: each against the rest.
 * Ties go to the lowest feature, then the lowest bin, so that the result does not depend on anything but the data.
 */
export class SplitFinder {
  private best: Split | undefined;
  private bestScore = 0;
  private total: LeafSums = { gradient: 0, hessian: 0, rows: 0 };

  constructor(
    private readonly features: readonly FeatureBins[],
    private readonly offsets: Int32Array,
    private readonly limits: SplitLimits,
  ) {}

  find(histogram: Float64Array, total: LeafSums, candidates: Uint32Array): Split | undefined {
    this.best = undefined;
    this.total = total;
    const parentScore = total.gradient ** 2 / (total.hessian + this.limits.l2);
    this.bestScore = parentScore + MIN_GAIN;
    if (total.rows < 2 * this.limits.minSamplesLeaf) return undefined;
    for (const f of candidates) {
      const feature = this.features[f] as FeatureBins;
      const offset = this.offsets[f] as number;
      if (feature.categorical) this.scanCategories(histogram, f, offset, feature);
      else this.scanEdges(histogram, f, offset, feature.count);
    }
    const best = this.best as Split | undefined;
    return best && { ...best, gain: this.bestScore - parentScore };
  }

  private scanEdges(histogram: Float64Array, f: number, offset: number, count: number): void {
    const missingAt = offset + count * 3;
    const missing = histogram[missingAt + 2] as number;
    this.scanFrom(histogram, f, offset, missing > 0 ? count : count - 1, { gradient: 0, hessian: 0, rows: 0 }, false);
    if (missing === 0) return;
    const gradient = histogram[missingAt] as number;
    const hessian = histogram[missingAt + 1] as number;
    this.scanFrom(histogram, f, offset, count - 1, { gradient, hessian, rows: missing }, true);
  }

  /** Tries the first `edges` edges with `start` (the missing values, or nothing) already on the left. */
  private scanFrom(
    histogram: Float64Array,
    f: number,
    offset: number,
    edges: number,
    start: LeafSums,
    missingLeft: boolean,
  ): void {
    const { l2, minSamplesLeaf } = this.limits;
    const { gradient, hessian, rows } = this.total;
    let { gradient: leftGradient, hessian: leftHessian, rows: leftRows } = start;
    for (let bin = 0, at = offset; bin < edges; bin++, at += 3) {
      leftGradient += histogram[at] as number;
      leftHessian += histogram[at + 1] as number;
      leftRows += histogram[at + 2] as number;
      if (leftRows < minSamplesLeaf) continue;
      if (rows - leftRows < minSamplesLeaf) return;
      const rightHessian = hessian - leftHessian;
      if (leftHessian < MIN_HESSIAN || rightHessian < MIN_HESSIAN) continue;
      const rightGradient = gradient - leftGradient;
      const score =
        (leftGradient * leftGradient) / (leftHessian + l2) + (rightGradient * rightGradient) / (rightHessian + l2);
      if (score > this.bestScore) {
        const left = { gradient: leftGradient, hessian: leftHessian, rows: leftRows };
        this.accept(score, f, bin, start.rows > 0 ? missingLeft : this.defaultSide(histogram, offset, f, left), left);
      }
    }
  }

  /** Missing values that the leaf never saw follow the majority. */
  private defaultSide(histogram: Float64Array, offset: number, f: number, left: LeafSums): boolean {
    const missingAt = offset + (this.features[f] as FeatureBins).count * 3;
    return (histogram[missingAt + 2] as number) === 0 && left.rows * 2 > this.total.rows;
  }

  private scanCategories(histogram: Float64Array, f: number, offset: number, feature: FeatureBins): void {
    const { l2, minSamplesLeaf } = this.limits;
    const { gradient, hessian, rows } = this.total;
    for (let bin = 0; bin <= feature.count; bin++) {
      // The bin that rare codes share has no code to compare with.
      if (bin >= feature.edges.length && bin < feature.count) continue;
      const at = offset + bin * 3;
      const left = {
        gradient: histogram[at] as number,
        hessian: histogram[at + 1] as number,
        rows: histogram[at + 2] as number,
      };
      if (left.rows < minSamplesLeaf || rows - left.rows < minSamplesLeaf) continue;
      const rightHessian = hessian - left.hessian;
      if (left.hessian < MIN_HESSIAN || rightHessian < MIN_HESSIAN) continue;
      const score = left.gradient ** 2 / (left.hessian + l2) + (gradient - left.gradient) ** 2 / (rightHessian + l2);
      if (score > this.bestScore) this.accept(score, f, bin, bin === feature.count, left);
    }
  }

  private accept(score: number, feature: number, bin: number, missingLeft: boolean, left: LeafSums): void {
    this.bestScore = score;
    this.best = { feature, bin, missingLeft, gain: 0, left };
  }
}
