import { matchesPattern } from './match-pattern';

/** What a silence names is matched as a pattern; null matches everything. */
export interface Silence {
  readonly alertKey: string | null;
  readonly model: string | null;
  readonly rule: string | null;
  readonly subject: string | null;
  readonly until: Date;
}

export interface SilencedThing {
  readonly key: string;
  readonly model: string;
  readonly rule: string;
  readonly subject: string | null;
}

const fits = (pattern: string | null, text: string): boolean => pattern === null || matchesPattern(pattern, text);

export function isSilencedBy(silence: Silence, { key, model, rule, subject }: SilencedThing, now: Date): boolean {
  return (
    now < silence.until &&
    (silence.alertKey === null || silence.alertKey === key) &&
    fits(silence.model, model) &&
    fits(silence.rule, rule) &&
    fits(silence.subject, subject ?? '')
  );
}
