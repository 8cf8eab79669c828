import type { ModelSummaryView } from '@plumbline/contracts';
import { STATUSES, StatusWord } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';

const ALWAYS_SHOWN: readonly string[] = ['failing', 'watch', 'healthy'];

/** How many models are in which state; a click keeps only those. */
export function StatusFilter({ models, chosen }: { models: readonly ModelSummaryView[]; chosen: string | undefined }) {
  const counts = STATUSES.map((status) => ({ status, n: models.filter((model) => model.status === status).length }));
  return (
    <div className="app-filters" role="group" aria-label="Models by status">
      {counts
        .filter(({ status, n }) => n > 0 || ALWAYS_SHOWN.includes(status))
        .map(({ status, n }) => (
          <Link key={status} to="/" search={{ status }} activeOptions={{ exact: true }} replace>
            <strong>{n}</strong>
            <StatusWord status={status} />
          </Link>
        ))}
      {chosen && (
        <Link to="/" search={{}} activeOptions={{ exact: true }} replace>
          Show all {models.length}
        </Link>
      )}
    </div>
  );
}
