/** What stands behind the ? of a page. A value that does not fit is dropped, never an error. */
type Raw = Record<string, unknown>;

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const keep = <T extends Record<string, string | undefined>>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** `tables`: ids of the charts that are shown as tables, by commas. */
export const rootSearch = (raw: Raw): { tables?: string } => keep({ tables: text(raw['tables']) });

export const loginSearch = (raw: Raw): { next?: string } => {
  const next = text(raw['next']);
  // Only a path of our own: never a way to another site.
  return next && /^\/(?![/\\])/.test(next) ? { next } : {};
};
export const overviewSearch = (raw: Raw): { status?: string } => keep({ status: text(raw['status']) });
export const driftSearch = (raw: Raw): { feature?: string } => keep({ feature: text(raw['feature']) });
const ALERT_STATES: readonly string[] = ['pending', 'resolved', 'all'];
const SEVERITIES: readonly string[] = ['critical', 'warning', 'info'];
const oneOf = (known: readonly string[], value: unknown): string | undefined =>
  typeof value === 'string' && known.includes(value) ? value : undefined;
/** Without a state: what fires. */
export const alertsSearch = (raw: Raw): { state?: string; model?: string; severity?: string } =>
  keep({
    state: oneOf(ALERT_STATES, raw['state']),
    model: text(raw['model']),
    severity: oneOf(SEVERITIES, raw['severity']),
  });
/** `webhook`: whose deliveries are shown. */
export const webhooksSearch = (raw: Raw): { webhook?: string } => keep({ webhook: text(raw['webhook']) });
export const deadLettersSearch = (raw: Raw): { state?: string; model?: string; topic?: string } =>
  keep({ state: text(raw['state']), model: text(raw['model']), topic: text(raw['topic']) });
export const runsSearch = (raw: Raw): { state?: string } => keep({ state: text(raw['state']) });
export const predictionsSearch = (raw: Raw): { outcome?: string; version?: string } =>
  keep({ outcome: text(raw['outcome']), version: text(raw['version']) });
export const auditSearch = (raw: Raw): { type?: string; id?: string; actor?: string } =>
  keep({ type: text(raw['type']), id: text(raw['id']), actor: text(raw['actor']) });
export const approvalsSearch = (raw: Raw): { state?: string } => keep({ state: text(raw['state']) });
export const tokensSearch = (raw: Raw): { state?: string } => keep({ state: text(raw['state']) });
/** `at`: a moment, for what was champion then. */
export const summarySearch = (raw: Raw): { at?: string } => {
  const at = text(raw['at']);
  return at && !Number.isNaN(Date.parse(at)) ? { at } : {};
};
