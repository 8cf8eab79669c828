import { POLICY_SCHEMAS } from '@plumbline/contracts';
import {
  alertKey,
  type AlertRule,
  type AlertSignal,
  type AlertState,
  type AlertStep,
  isInSilencedHours,
  isSilencedBy,
  isWatching,
  QUIET,
  type Silence,
  stepAlert,
  tellPeople,
  verdictOf,
} from '@plumbline/monitoring-core';
import type { Clock } from '@plumbline/platform';
import { uuidv7 } from 'uuidv7';
import { deliveriesStore, newEventId } from '../notification/deliveries.store';
import type { Queryable } from '../queryable';
import { type StandingRow, standingValues, toState } from './alert-row';
import { silencesStore } from './silences.store';

/** What one look at a model found. */
export interface AlertCheck {
  readonly model: string;
  readonly version: number | null;
  /** Event time at which the looked-at windows end; windows are counted once each. */
  readonly windowTo: Date;
  readonly signals: readonly AlertSignal[];
}

export interface AlertNews {
  readonly kind: 'alert.raised' | 'alert.resolved';
  readonly alertId: string;
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
}

export interface AppliedCheck {
  readonly news: AlertNews[];
  /** What the firing alerts watch whose rules ask for retraining at this bad window. */
  readonly retrainFor: string[];
}

interface Watched {
  readonly key: string;
  readonly rule: AlertRule;
  readonly signal: AlertSignal;
}

interface Stepped extends Watched {
  readonly id: string;
  readonly isNew: boolean;
  readonly state: AlertState;
  readonly step: AlertStep;
}

const STANDING = `id, dedupe_key, rule, subject, kind, severity, title,
  standing, counted_version, last_window_at, recent, is_told`;

const INSERT = `
  INSERT INTO alert (id, model, version, kind, severity, title, detail, dedupe_key, rule, subject,
                     standing, counted_version, last_window_at, recent, is_told, resolved_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
          CASE WHEN $11 = 'firing' THEN NULL ELSE clock_timestamp() END)`;

/** While it fires, the alert shows the latest bad window; after that, the last one it fired on. */
const SHOW = `
  UPDATE alert SET version = $2, kind = $3, severity = $4, title = $5, detail = $6, last_seen_at = clock_timestamp(),
         resolved_at = CASE WHEN $7 = 'firing' THEN NULL ELSE resolved_at END,
         acknowledged_at = CASE WHEN $8 THEN NULL ELSE acknowledged_at END,
         acknowledged_by = CASE WHEN $8 THEN NULL ELSE acknowledged_by END,
         occurrences = occurrences + CASE WHEN $7 = 'firing' THEN 1 ELSE 0 END
   WHERE id = $1`;

const STAND = `
  UPDATE alert SET standing = $2, counted_version = $3, last_window_at = $4, recent = $5, is_told = $6,
         resolved_at = CASE WHEN $2 = 'resolved' THEN coalesce(resolved_at, clock_timestamp()) ELSE resolved_at END
   WHERE id = $1`;

const MONITOR = 'system:monitor';

/** Where alerts stand, written in the caller's transaction together with their history and the outbox. */
export class AlertStore {
  constructor(
    private readonly clock: Clock,
    /** Without a mail server an e-mail would wait for ever. */
    private readonly hasMail: boolean,
  ) {}

  /** The same windows again change nothing. */
  async apply(db: Queryable, check: AlertCheck): Promise<AppliedCheck> {
    const rules = await this.rules(db, check.model);
    const watched = rules.flatMap((rule) =>
      check.signals
        .filter((signal) => isWatching(rule, signal))
        .map((signal): Watched => ({ key: alertKey(rule, check.model, signal.subject), rule, signal })),
    );
    const standing = await this.standing(db, check.model);
    const applied: AppliedCheck = { news: [], retrainFor: [] };
    for (const one of watched) {
      const row = standing.get(one.key);
      const verdict = verdictOf(one.rule, one.signal);
      const before = row ? toState(row) : QUIET;
      const seen = { version: check.version, windowMs: check.windowTo.getTime(), verdict };
      const { state, step } = stepAlert(one.rule, before, seen);
      if (state === before || (!row && step === 'none')) continue;
      await this.write(db, check, { ...one, id: row?.id ?? uuidv7(), isNew: !row, state, step }, applied);
      if (verdict === 'bad' && state.standing === 'firing' && one.rule.routes.includes('retraining'))
        applied.retrainFor.push(one.signal.watch);
    }
    const isRuled = ({ rule }: StandingRow) => rules.some(({ name }) => name === rule);
    const ruleless = [...standing.values()].filter((row) => row.standing !== 'resolved' && !isRuled(row));
    await this.resolveRuleless(db, check, ruleless, applied.news);
    return applied;
  }

  private async write(db: Queryable, check: AlertCheck, stepped: Stepped, applied: AppliedCheck): Promise<void> {
    const { id, key, rule, signal, step } = stepped;
    const { model, version } = check;
    const isPeopleMatter = step === 'raised' || step === 'refreshed' || step === 'resolved';
    const isSilenced = isPeopleMatter && (await this.isSilenced(db, stepped, model));
    const { state, event } = tellPeople(stepped.state, step, isSilenced);
    const shown = [signal.watch, rule.severity, signal.title, signal.detail];
    if (stepped.isNew) {
      const identity = [key, rule.name, signal.subject];
      await db.query(INSERT, [id, model, version, ...shown, ...identity, ...standingValues(state)]);
    } else {
      const isShown = step === 'raised' || step === 'refreshed' || step === 'pending';
      if (isShown) await db.query(SHOW, [id, version, ...shown, state.standing, step === 'raised']);
      await db.query(STAND, [id, ...standingValues(state)]);
    }
    const news = { alertId: id, rule: rule.name, severity: rule.severity, title: signal.title };
    if (step === 'raised' || step === 'resolved') applied.news.push({ kind: `alert.${step}`, ...news });
    if (step !== 'none' && step !== 'refreshed')
      await addHistory(db, { alertId: id, what: step, actor: MONITOR, detail: { version, windowTo: check.windowTo } });
    if (event === null) return;
    const { watch, subject, title, detail } = signal;
    const told = { rule: rule.name, watch, subject, severity: rule.severity, title, detail };
    await this.tell(db, check, id, { type: event, routes: rule.routes, shown: told });
  }

  private async tell(
    db: Queryable,
    { model, version }: AlertCheck,
    alertId: string,
    { type, routes = [], shown }: { type: string; routes?: readonly string[]; shown: object },
  ): Promise<void> {
    const data = { alertId, model, version, ...shown };
    const event = { id: newEventId(), type, at: this.clock.now(), model, alertId, data };
    if (type === 'alert.resolved') return deliveriesStore.toThoseTold(db, event);
    if (routes.includes('webhook')) await deliveriesStore.toWebhooks(db, event);
    if (routes.includes('email') && this.hasMail) await deliveriesStore.toMail(db, event);
  }

  private async isSilenced(db: Queryable, { key, rule, signal }: Watched, model: string): Promise<boolean> {
    const now = this.clock.now();
    if (rule.silencedHours.some((hours) => isInSilencedHours(hours, now))) return true;
    const thing = { key, model, rule: rule.name, subject: signal.subject };
    const silences: readonly Silence[] = await silencesStore.holding(db);
    return silences.some((silence) => isSilencedBy(silence, thing, now));
  }

  private async rules(db: Queryable, model: string): Promise<readonly AlertRule[]> {
    const { rows } = await db.query<{ body: unknown }>(
      `SELECT body FROM model_policy WHERE model = $1 AND kind = 'alerting' ORDER BY revision DESC LIMIT 1`,
      [model],
    );
    const written = POLICY_SCHEMAS.alerting.safeParse(rows[0]?.body ?? {});
    return (written.data ?? POLICY_SCHEMAS.alerting.parse({})).rules;
  }

  private async standing(db: Queryable, model: string): Promise<Map<string, StandingRow>> {
    const { rows } = await db.query<StandingRow & object>(
      `SELECT ${STANDING} FROM alert WHERE model = $1 ORDER BY id FOR UPDATE`,
      [model],
    );
    return new Map(rows.map((row) => [row.dedupe_key, row]));
  }

  /** Nothing would ever resolve what a rule raised that is no longer in the policy. */
  private async resolveRuleless(
    db: Queryable,
    check: AlertCheck,
    rows: readonly StandingRow[],
    news: AlertNews[],
  ): Promise<void> {
    for (const { id, is_told: isTold, ...row } of rows) {
      const { rule, severity, title, kind: watch, subject } = row;
      await db.query(STAND, [id, ...standingValues(QUIET)]);
      const reason = 'its rule is no longer in the policy';
      await addHistory(db, { alertId: id, what: 'resolved', actor: MONITOR, reason });
      if (row.standing !== 'firing') continue;
      news.push({ kind: 'alert.resolved', alertId: id, rule, severity, title });
      const shown = { rule, watch, subject, severity, title, detail: { reason } };
      if (isTold) await this.tell(db, check, id, { type: 'alert.resolved', shown });
    }
  }
}

export interface HistoryEntry {
  readonly alertId: string;
  readonly what: string;
  readonly actor: string;
  readonly reason?: string | null;
  readonly detail?: object;
}

export async function addHistory(db: Queryable, entry: HistoryEntry): Promise<void> {
  const { alertId, what, actor, reason = null, detail = {} } = entry;
  await db.query(
    'INSERT INTO alert_history (alert_id, what, actor, reason, detail) VALUES ($1::uuid, $2, $3, $4, $5::jsonb)',
    [alertId, what, actor, reason, JSON.stringify(detail)],
  );
}
