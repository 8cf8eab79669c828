import type { Scalar } from '../scored-row';
import { addQuality, emptyQuality, mergeQuality, type QualityCounts, type ValueContract } from './quality-counts';

export interface WindowQuality {
  rows: number;
  /** In the signature's feature order. */
  features: QualityCounts[];
}

export const emptyWindowQuality = (features: number): WindowQuality => ({
  rows: 0,
  features: Array.from({ length: features }, emptyQuality),
});

/** Counts one row, in place. */
export function addQualityOfRow(
  contracts: readonly ValueContract[],
  quality: WindowQuality,
  row: readonly Scalar[],
): void {
  quality.rows += 1;
  for (let i = 0; i < contracts.length; i += 1) {
    addQuality(contracts[i] as ValueContract, quality.features[i] as QualityCounts, row[i]);
  }
}

export const mergeWindowQuality = (a: WindowQuality, b: WindowQuality): WindowQuality => ({
  rows: a.rows + b.rows,
  features: a.features.map((counts, i) => mergeQuality(counts, b.features[i] as QualityCounts)),
});
