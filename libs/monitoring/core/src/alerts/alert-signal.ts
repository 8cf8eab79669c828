export type Verdict = 'bad' | 'good' | 'not_enough_evidence';

/** What one check says about one watched thing. */
export interface AlertSignal {
  readonly watch: string;
  /** Feature, attribute or metric; null where the whole is watched. */
  readonly subject: string | null;
  /** The check's own; null where only a rule's limits can judge. */
  readonly verdict: Verdict | null;
  /** What limits are held against; null when it is not known. */
  readonly value: number | null;
  /** Of the value, where it is an estimate. */
  readonly interval?: { readonly low: number | null; readonly high: number | null } | null;
  /** One line for people, true whatever the verdict. */
  readonly title: string;
  /** Figures behind it; never anything personal. */
  readonly detail: Readonly<Record<string, unknown>>;
}
