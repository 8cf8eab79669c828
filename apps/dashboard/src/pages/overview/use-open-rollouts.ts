import type { ModelSummaryView, RolloutView } from '@plumbline/contracts';
import { useQueries } from '@tanstack/react-query';
import { rolloutQuery } from '../../api/queries';

/** Rollouts that the models name as open. */
export function useOpenRollouts(models: readonly ModelSummaryView[]): RolloutView[] {
  const ids = models.flatMap(({ rolloutId }) => (rolloutId ? [rolloutId] : []));
  const answers = useQueries({ queries: ids.map((id) => rolloutQuery(id)) });
  return answers.flatMap(({ data }) => (data ? [data] : []));
}
