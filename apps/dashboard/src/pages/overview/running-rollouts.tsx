import type { ModelSummaryView, RolloutView } from '@plumbline/contracts';
import { formatPercent, Panel, StateMessage, VerdictWord, differenceText } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { standing } from '../rollouts/rollout-advice';
import { MetricBar } from '../rollouts/metric-bar';
import { useOpenRollouts } from './use-open-rollouts';

function RolloutBrief({ rollout }: { rollout: RolloutView }) {
  const { id, model, championVersion, candidateVersion, state, actualSharePercent, metrics, decision } = rollout;
  return (
    <div className="app-stack" style={{ gap: 8 }}>
      <div className="app-title" style={{ gap: 10 }}>
        <Link to="/models/$model/rollouts/$rolloutId" params={{ model, rolloutId: id }} className="app-strong">
          {model} v{championVersion} → v{candidateVersion}
        </Link>
        <VerdictWord verdict={state} />
        <span className="app-muted">
          {standing(rollout)}
          {actualSharePercent !== null && `; measured ${formatPercent(actualSharePercent)}`}
        </span>
      </div>
      {metrics.map((metric) => (
        <div key={metric.metric}>
          <div className="app-title" style={{ gap: 10 }}>
            <VerdictWord verdict={metric.verdict} />
            <span>
              {metric.metric.replaceAll('_', ' ')} {differenceText(metric.difference)}
            </span>
          </div>
          <MetricBar metric={metric} />
        </div>
      ))}
      <p className="app-muted">{decision}</p>
    </div>
  );
}

export function RunningRollouts({ models }: { models: readonly ModelSummaryView[] }) {
  const rollouts = useOpenRollouts(models);
  return (
    <Panel title="Rollouts under way">
      {rollouts.length === 0 ? (
        <StateMessage
          kind="empty"
          title="No rollout is open"
          commands={['npx plumbline rollout start MODEL --to VERSION']}
        >
          A candidate gets a growing share of the traffic while its evidence is judged.
        </StateMessage>
      ) : (
        <div className="app-stack">
          {rollouts.map((rollout) => (
            <RolloutBrief key={rollout.id} rollout={rollout} />
          ))}
        </div>
      )}
    </Panel>
  );
}
