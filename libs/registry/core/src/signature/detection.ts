/** One choice that was read from the graph or the data rather than told. */
export interface Choice {
  /** What stands in the signature now. */
  readonly chosen: string;
  /** Why, in one sentence a person can check. */
  readonly because: string;
  readonly alternatives: readonly string[];
  /** True when the manifest named it. */
  readonly told: boolean;
}

/** How the signature was found: shown to whoever pushed, so that a wrong guess is seen and can be set right. */
export interface Detection {
  readonly task: Choice;
  /** Which output of the graph is the score. */
  readonly scoreOutput: Choice;
  /** Absent for a regression. */
  readonly positiveClass?: Choice;
  readonly inputs: Choice;
  /** Where the class names are from. */
  readonly classes?: Choice;
}
