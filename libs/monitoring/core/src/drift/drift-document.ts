import { type DriftVerdict, JOINT_ROW } from '@plumbline/stats';
import type { AttributionDriftDocument } from '../attribution/attribution-drift';

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

/** Drift of how the features hang together; its test is the row `(joint)`. */
export interface JointDriftDocument {
  readonly verdict: DriftVerdict;
  readonly adjustedPValue: number | null;
  readonly effect: number | null;
  /** That take part; further ones did not fit into the bounded measure. */
  readonly features: number;
  readonly components: { readonly lost: number; readonly explainedVariance: number };
  /** Mean reconstruction error, squared, in deviations of the reference. */
  readonly meanError: { readonly reference: number | null; readonly current: number | null };
  /** It drifts while no feature does: the features kept their distributions, but no longer go together as before. */
  readonly alone: boolean;
}

/** One drift check, as it is stored and shown. `features` ends with `(score)`, `(label)` and `(joint)` where known. */
export interface DriftDocument {
  readonly model: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly verdict: DriftVerdict;
  readonly rows: { readonly reference: number; readonly current: number };
  readonly alpha: number;
  readonly features: FeatureDriftDocument[];
  readonly joint: JointDriftDocument | null;
  /** Null where the model could not be asked, or this was not the newest of several windows. */
  readonly attribution: AttributionDriftDocument | null;
  /** Of the model's features; the rows in brackets are not counted. */
  readonly share: { readonly drifted: number; readonly tested: number };
}

/** Rows that are not features: the distribution of the scores, the rate of positive labels, and `(joint)`. */
export const SCORE_ROW = '(score)';
export const LABEL_ROW = '(label)';

export const isFeatureRow = ({ feature }: Pick<FeatureDriftDocument, 'feature'>): boolean =>
  feature !== SCORE_ROW && feature !== LABEL_ROW && feature !== JOINT_ROW;
