import type { BacktestView } from '@plumbline/contracts';
import { backtest, type AnswerKind, type RolloutPolicy } from '@plumbline/rollouts-core';
import { MOST_LOGGED_ROWS, selectLog, type LogQuestion } from './evidence/logged-rows';
import type { Queryable } from './evidence/queryable';

/** What a policy would have done with what was logged; changes nothing. */
export class RolloutBacktestQuery {
  constructor(private readonly db: Queryable) {}

  async run(
    asked: LogQuestion & { readonly policy: RolloutPolicy; readonly answers: AnswerKind },
  ): Promise<BacktestView> {
    const { rows, thresholds } = await selectLog(this.db, asked);
    const replayed = backtest(asked, rows, thresholds);
    return {
      ...{ model: asked.model, championVersion: asked.championVersion, candidateVersion: asked.candidateVersion },
      end: replayed.end,
      decision: replayed.assessment?.decision ?? 'No prediction of that time was scored by both versions.',
      rows: replayed.rows,
      labelled: replayed.labelled,
      isCut: rows.length === MOST_LOGGED_ROWS,
      looks: replayed.looks,
      from: rows[0]?.at.toISOString() ?? null,
      to: rows.at(-1)?.at.toISOString() ?? null,
      steps: replayed.steps.map(({ at, sharePercent, decision }) => ({ at: at.toISOString(), sharePercent, decision })),
      metrics: (replayed.assessment?.metrics ?? []).map((metric) => ({
        ...metric,
        difference: { ...metric.difference },
      })),
      leftOut: [...replayed.leftOut],
    };
  }
}
