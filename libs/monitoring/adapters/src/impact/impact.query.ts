import { defaultPolicy, type ImpactView, type Policy, POLICY_SCHEMAS } from '@plumbline/contracts';
import {
  type ImpactCounters,
  impactReport,
  type ImpactRules,
  type ImpactSides,
  NO_IMPACT,
  treatmentEffect,
} from '@plumbline/monitoring-core';
import type { Pool } from 'pg';
import { ROWS_BY_CELL, rowValues, SUBJECTS_BY_STEP, SUBJECTS_BY_VERSION } from './valued-rows';

/** Event times; without `from` the last 90 days before the latest row. */
interface ImpactRange {
  readonly from?: Date;
  readonly to?: Date;
}

const DEFAULT_RANGE_MS = 90 * 86_400_000;
const STEPS = 40;

interface CounterRow {
  /** Step of event time, or version. */
  readonly key: number;
  readonly is_held_out: boolean;
  readonly is_mixed: boolean;
  readonly subjects: number;
  readonly known: number;
  readonly actions: number;
  readonly value_sum: number;
  readonly value_squares: number;
  readonly amount_sum: number;
  readonly amount_squares: number;
  readonly cost_sum: number;
  readonly cost_squares: number;
  readonly positive_sum: number;
  readonly positive_squares: number;
}

function toCounters(row: CounterRow): ImpactCounters {
  const mean = (name: 'value' | 'amount' | 'cost' | 'positive') => ({
    n: row.known,
    sum: row[`${name}_sum`],
    sumOfSquares: row[`${name}_squares`],
  });
  return {
    subjects: row.subjects,
    actions: row.actions,
    value: mean('value'),
    amount: mean('amount'),
    cost: mean('cost'),
    positive: mean('positive'),
  };
}

/** Without the subjects that were on both sides. */
function sidesOf(rows: readonly CounterRow[]): ImpactSides {
  const side = (heldOut: boolean): ImpactCounters => {
    const row = rows.find((one) => !one.is_mixed && one.is_held_out === heldOut);
    return row ? toCounters(row) : NO_IMPACT;
  };
  return { treated: side(false), heldOut: side(true) };
}

/** In the order of the keys. */
function sidesByKey(rows: readonly CounterRow[]): [number, ImpactSides][] {
  const keys = [...new Set(rows.map(({ key }) => key))];
  return keys.map((key) => [key, sidesOf(rows.filter((row) => row.key === key))]);
}

const BOUNDS = `
  SELECT min(served_at) AS first, max(served_at) AS last, holdout IS NOT NULL AS has_group FROM prediction
   WHERE model = $1 AND ($2::timestamptz IS NULL OR served_at >= $2) AND ($3::timestamptz IS NULL OR served_at < $3)
   GROUP BY 3 ORDER BY 3 DESC LIMIT 1`;

interface Scope {
  readonly from: Date;
  readonly to: Date;
  /** Of the rows in the range none was served while there was a hold-out group. */
  readonly allRows: boolean;
}

interface Found {
  readonly policy: Policy<'impact'>;
  /** In force when it was last above 0: a hold-out that has ended can still be judged. */
  readonly holdoutPercent: number;
}

const NOT_CONFIGURED =
  'Nobody has said what a decision is worth. Write an impact policy: the value of each outcome cell, and the share of subjects that get no model action.';
const NOT_BINARY = 'Outcome cells are those of a model with two classes; this one has not two.';
const NOT_BEGUN = 'The hold-out group has no prediction in this range yet; what is shown is what was booked.';

const nothingKnown = (model: string, state: ImpactView['state'], reason: string): ImpactView => ({
  ...{ model, state, reason, from: null, to: null, policy: null, arms: null, sampleRatio: null, mixedSubjects: 0 },
  ...{ warnings: [], effects: null, cells: [], versions: [], series: [] },
});

/** What acting on a model is worth, from stored predictions and outcomes. */
export class ImpactQuery {
  constructor(private readonly pool: Pool) {}

  async view(model: string, range: ImpactRange = {}): Promise<ImpactView> {
    const found = await this.policyOf(model);
    if (found === null) return nothingKnown(model, 'not_configured', NOT_CONFIGURED);
    if (!(await this.isBinary(model))) return nothingKnown(model, 'not_binary', NOT_BINARY);
    const { policy, holdoutPercent } = found;
    const { currency, action, positiveOutcome, amount, minimumSubjects, alpha } = policy;
    const shown = { currency, action, positiveOutcome, amount, holdoutPercent, minimumSubjects, alpha };
    const scope = await this.scopeOf(model, range);
    if (scope === null)
      return { ...nothingKnown(model, 'no_data', 'There is no prediction in this range.'), policy: shown };
    const view = await this.measured(model, scope, found);
    const notBegun = scope.allRows && holdoutPercent > 0;
    return { model, policy: shown, ...view, ...(notBegun && { state: 'no_data', reason: NOT_BEGUN }) };
  }

  private async measured(
    model: string,
    scope: Scope,
    { policy, holdoutPercent }: Found,
  ): Promise<Omit<ImpactView, 'model' | 'policy'>> {
    const { from, to, allRows } = scope;
    const rules: ImpactRules = { ...policy, holdoutPercent: allRows ? 0 : holdoutPercent };
    const values = [model, from, to, ...rowValues(policy, allRows)];
    const stepMs = Math.max(1_000, (to.getTime() - from.getTime()) / STEPS);
    const stepRows = await this.counters(SUBJECTS_BY_STEP, [...values, stepMs / 1_000]);
    const steps = sidesByKey(stepRows);
    const report = impactReport(
      steps.map(([, sides]) => sides),
      rules,
    );
    return {
      ...report,
      from: from.toISOString(),
      to: to.toISOString(),
      mixedSubjects: stepRows.reduce((sum, row) => sum + (row.is_mixed ? row.subjects : 0), 0),
      cells: await this.cells(values),
      versions: sidesByKey(await this.counters(SUBJECTS_BY_VERSION, values)).map(([version, sides]) =>
        versionView(version, sides, rules),
      ),
      series: report.series.map((point, i) => ({
        at: new Date(Math.min(from.getTime() + ((steps[i]?.[0] ?? 0) + 1) * stepMs, to.getTime())).toISOString(),
        ...point,
      })),
    };
  }

  private async counters(sql: string, values: readonly unknown[]): Promise<CounterRow[]> {
    return (await this.pool.query<CounterRow>(sql, [...values])).rows;
  }

  private async cells(values: readonly unknown[]): Promise<ImpactView['cells']> {
    type Row = { holdout: boolean; cell: ImpactView['cells'][number]['cell']; rows: number; value: number };
    const { rows } = await this.pool.query<Row>(ROWS_BY_CELL, [...values]);
    return rows.map(({ holdout, ...row }) => ({ arm: holdout ? 'holdout' : 'treated', ...row }));
  }

  private async policyOf(model: string): Promise<Found | null> {
    const { rows } = await this.pool.query<{ body: unknown }>(
      `SELECT body FROM model_policy WHERE model = $1 AND kind = 'impact' ORDER BY revision DESC LIMIT 100`,
      [model],
    );
    const policies = rows.map(({ body }) => POLICY_SCHEMAS.impact.safeParse(body).data ?? defaultPolicy('impact'));
    const [policy] = policies;
    if (policy === undefined) return null;
    return { policy, holdoutPercent: policies.find((one) => one.holdoutPercent > 0)?.holdoutPercent ?? 0 };
  }

  private async isBinary(model: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ task: string }>(
      `SELECT signature->>'task' AS task FROM model_version WHERE model = $1 ORDER BY version DESC LIMIT 1`,
      [model],
    );
    return rows[0] === undefined || rows[0].task === 'binary';
  }

  private async scopeOf(model: string, { from, to }: ImpactRange): Promise<Scope | null> {
    const values = [model, from ?? null, to ?? null];
    const { rows } = await this.pool.query<{ first: Date; last: Date; has_group: boolean }>(BOUNDS, values);
    const [bounds] = rows;
    if (bounds === undefined) return null;
    const { first, last, has_group: hasGroup } = bounds;
    const earliest =
      from === undefined ? Math.max(first.getTime(), last.getTime() - DEFAULT_RANGE_MS) : first.getTime();
    return { from: new Date(earliest), to: new Date(last.getTime() + 1), allRows: !hasGroup };
  }
}

function versionView(
  version: number,
  { treated, heldOut }: ImpactSides,
  rules: ImpactRules,
): ImpactView['versions'][number] {
  return {
    version,
    treated: treated.subjects,
    heldOut: heldOut.subjects,
    actions: treated.actions,
    bookedValue: treated.value.sum,
    valuePerSubject: treatmentEffect(treated.value, heldOut.value, rules),
  };
}
