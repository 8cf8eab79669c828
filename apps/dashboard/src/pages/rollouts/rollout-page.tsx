import { VerdictWord } from '@plumbline/ui';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { rolloutQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { standing } from './rollout-advice';
import { RolloutDetail } from './rollout-detail';

export function RolloutPage() {
  const { model, rolloutId } = useParams({ from: '/shell/models/$model/rollouts/$rolloutId' });
  useDocumentTitle(`Rollout of ${model} · Plumbline`);
  const rollout = useQuery(rolloutQuery(rolloutId));
  return (
    <Loaded query={rollout} heightPx={420}>
      {(view) => (
        <div className="app-stack">
          <div className="app-title">
            <Link to="/models/$model/rollouts" params={{ model }}>
              All rollouts
            </Link>
            <h2 style={{ margin: 0, fontSize: 17 }}>
              v{view.championVersion} → v{view.candidateVersion}
            </h2>
            <VerdictWord verdict={view.state} />
            <span className="app-muted">{standing(view)}</span>
          </div>
          <RolloutDetail rollout={view} />
        </div>
      )}
    </Loaded>
  );
}
