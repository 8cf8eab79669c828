/** Event times; what is left out does not bound. Without `version`: all versions of the model. */
export interface ViewRange {
  readonly from?: Date;
  readonly to?: Date;
  readonly version?: number;
}

/** Values for `$2` from, `$3` to and `$4` version of a statement. */
export const rangeValues = ({ from, to, version }: ViewRange): unknown[] => [from ?? null, to ?? null, version ?? null];
