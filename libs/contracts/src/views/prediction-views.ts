export interface PredictionView {
  predictionId: string;
  model: string;
  version: number;
  subject: string | null;
  features: Record<string, string | number | boolean | null>;
  attributes: Record<string, unknown> | null;
  score: number | null;
  label: string | null;
  servedAt: string;
  arm: string | null;
  outcome: { label: string; observedAt: string; value: number | null; revision: number } | null;
  otherScores: { version: number; score: number; source: string }[];
}
