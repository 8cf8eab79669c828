import type { AlertSignal, Verdict } from './alert-signal';
import { matchesPattern } from './match-pattern';
import type { SilencedHours } from './silenced-hours';

export type AlertSeverity = 'info' | 'warning' | 'critical';
export type AlertRoute = 'webhook' | 'email' | 'retraining';

/** m of n: `count` of the `of` latest windows that had evidence. */
export interface WindowCount {
  readonly count: number;
  readonly of: number;
}

/** The same fields as a rule of the contract's policy `alerting`. */
export interface AlertRule {
  readonly name: string;
  readonly watch: string;
  readonly subject: string;
  readonly condition?: { readonly above?: number | undefined; readonly below?: number | undefined } | undefined;
  readonly severity: AlertSeverity;
  readonly raise: WindowCount;
  readonly resolve: WindowCount;
  readonly routes: readonly AlertRoute[];
  readonly silencedHours: readonly SilencedHours[];
}

/** One alert a key. */
export const alertKey = ({ name }: Pick<AlertRule, 'name'>, model: string, subject: string | null): string =>
  subject === null ? `${name}:${model}` : `${name}:${model}:${subject}`;

export const isWatching = (rule: Pick<AlertRule, 'watch' | 'subject'>, signal: AlertSignal): boolean =>
  rule.watch === signal.watch && matchesPattern(rule.subject, signal.subject ?? '');

/**
 * By the rule's limits where it has any. An estimate is bad only if its whole interval lies beyond a limit and good only if it
 * lies wholly within; a value that is not known is no evidence.
 */
export function verdictOf({ condition }: Pick<AlertRule, 'condition'>, signal: AlertSignal): Verdict {
  if (condition === undefined) return signal.verdict ?? 'not_enough_evidence';
  const { value, interval } = signal;
  if (value === null || Number.isNaN(value)) return 'not_enough_evidence';
  const { above = Infinity, below = -Infinity } = condition;
  const [low, high] = [interval?.low ?? value, interval?.high ?? value];
  if (low > above || high < below) return 'bad';
  return high <= above && low >= below ? 'good' : 'not_enough_evidence';
}
