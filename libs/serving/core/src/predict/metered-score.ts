import type { RowAnswer } from '../output/row-answer';
import type { ScoringRole, StepMeter } from '../routing/rollout-meters';
import type { VersionRows } from './row-plan';

/** Counted for the rollout's judge, where there is one; a version that needs no runtime is timed before anything else runs. */
export async function meteredScore(
  { version, rows }: VersionRows,
  role: ScoringRole,
  { deadlineAtMs, meter }: { readonly deadlineAtMs: number; readonly meter: StepMeter | undefined },
): Promise<ArrayLike<RowAnswer>> {
  if (!meter) return version.score(rows, deadlineAtMs);
  const startedMs = performance.now();
  try {
    const answers = version.scoreNow(rows) ?? (await version.score(rows, deadlineAtMs));
    meter.scored(version.version, role, rows.length, performance.now() - startedMs);
    return answers;
  } catch (error) {
    meter.failed(version.version, role, rows.length);
    throw error;
  }
}

/** Of one version that can answer here and now; undefined: it has to be waited for. */
export function meteredScoreNow(
  groups: readonly VersionRows[],
  meter: StepMeter | undefined,
): ArrayLike<RowAnswer>[] | undefined {
  const [only, ...more] = groups;
  if (!only || more.length > 0) return undefined;
  const startedMs = meter ? performance.now() : 0;
  const answers = only.version.scoreNow(only.rows);
  if (!answers) return undefined;
  meter?.scored(only.version.version, 'answering', only.rows.length, performance.now() - startedMs);
  return [answers];
}
