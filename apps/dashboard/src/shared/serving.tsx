import type { ModelSummaryView } from '@plumbline/contracts';
import { ShareBar } from '@plumbline/ui';

export function Serving({ model, wide }: { model: Pick<ModelSummaryView, 'serving'>; wide?: boolean }) {
  if (model.serving.length === 0) return <span className="app-muted">nothing serves</span>;
  const shares = model.serving.map(({ version, sharePercent, role }) => ({
    name: `v${version}`,
    percent: sharePercent,
    candidate: role === 'candidate',
  }));
  return <ShareBar shares={shares} {...(wide ? { wide } : {})} />;
}

export function SimulatedBadge() {
  return (
    <span className="app-badge" title="The rows of this demo model are made, with a known truth; nobody's real data.">
      simulated data
    </span>
  );
}
