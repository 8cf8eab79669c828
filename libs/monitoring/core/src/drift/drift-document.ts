import type { DriftVerdict } from '@plumbline/stats';

export interface FeatureDriftDocument {
  readonly feature: string;
  readonly kind: 'numeric' | 'categorical';
  readonly verdict: DriftVerdict;
  readonly pValue: number | null;
  readonly adjustedPValue: number | null;
  readonly effect: number | null;
  readonly minimumEffect: number;
  readonly measures: Record<string, number | null>;
  readonly unseen: string[];
  readonly missing: { readonly reference: number; readonly current: number };
  readonly bins: { readonly label: string; readonly reference: number; readonly current: number }[];
}

/** One drift check, as it is stored and shown. `features` ends with the rows `(score)` and `(label)` where known. */
export interface DriftDocument {
  readonly model: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly verdict: DriftVerdict;
  readonly rows: { readonly reference: number; readonly current: number };
  readonly alpha: number;
  readonly features: FeatureDriftDocument[];
  /** Of the model's features; `(score)` and `(label)` are not counted. */
  readonly share: { readonly drifted: number; readonly tested: number };
}

/** Rows that are not features: the distribution of the scores and the rate of positive labels. */
export const SCORE_ROW = '(score)';
export const LABEL_ROW = '(label)';

export const isFeatureRow = ({ feature }: Pick<FeatureDriftDocument, 'feature'>): boolean =>
  feature !== SCORE_ROW && feature !== LABEL_ROW;
