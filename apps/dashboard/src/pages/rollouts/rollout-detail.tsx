import type { RolloutView } from '@plumbline/contracts';
import {
  formatDuration,
  formatInteger,
  formatPercent,
  formatPValue,
  Meter,
  Panel,
  RelativeTime,
  useNow,
} from '@plumbline/ui';
import { isOpen } from './rollout-advice';
import { RolloutActions } from './rollout-actions';
import { RolloutArms } from './rollout-arms';
import { RolloutMetrics } from './rollout-metrics';

function stepState(rollout: RolloutView, i: number): { className: string; text: string } {
  if (i < rollout.stepIndex || rollout.state === 'promoted') return { className: 'done', text: 'done' };
  if (i > rollout.stepIndex) return { className: '', text: isOpen(rollout) ? 'later' : 'not reached' };
  return isOpen(rollout) ? { className: 'now', text: rollout.state } : { className: 'now', text: 'ended here' };
}

function Steps({ rollout }: { rollout: RolloutView }) {
  const { steps, stepIndex, stepPredictions, minimumStepPredictions } = rollout;
  return (
    <ol className="app-steps">
      {steps.map((percent, i) => {
        const { className, text } = stepState(rollout, i);
        const current = i === stepIndex && isOpen(rollout);
        return (
          <li key={percent} className={className} aria-current={current ? 'step' : undefined}>
            <strong>{percent >= 100 ? 'Champion' : formatPercent(percent)}</strong>{' '}
            <span className="app-muted app-small">{text}</span>
            {current && (
              <div className="app-small app-muted">
                <Meter
                  value={minimumStepPredictions === 0 ? 1 : stepPredictions / minimumStepPredictions}
                  label="Predictions of this step"
                />
                {formatInteger(stepPredictions)} of at least {formatInteger(minimumStepPredictions)} predictions
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Traffic({ rollout }: { rollout: RolloutView }) {
  const now = useNow();
  const { setSharePercent, actualSharePercent, sampleRatioP, startedAt, startedBy, endedAt } = rollout;
  return (
    <Panel title="Traffic of the candidate">
      <dl className="app-facts">
        <dt>Set share</dt>
        <dd>{formatPercent(setSharePercent)}</dd>
        <dt>Actual share</dt>
        <dd>
          {formatPercent(actualSharePercent)}{' '}
          <span className="app-muted">of {formatInteger(rollout.stepPredictions)} predictions in this step</span>
        </dd>
        <dt>Sample ratio</dt>
        <dd>
          p = {formatPValue(sampleRatioP)}{' '}
          <span className="app-muted">a small p means that the shares do not fit, and pauses the rollout</span>
        </dd>
        <dt>Started</dt>
        <dd>
          <RelativeTime iso={startedAt} /> by {startedBy}
        </dd>
        <dt>{endedAt ? 'Took' : 'Running for'}</dt>
        <dd>{formatDuration(startedAt, endedAt ? Date.parse(endedAt) : now)}</dd>
        <dt>Because</dt>
        <dd>{rollout.reason}</dd>
      </dl>
    </Panel>
  );
}

function Timeline({ events }: { events: RolloutView['events'] }) {
  return (
    <Panel title="Events">
      <ol className="app-list">
        {[...events].reverse().map(({ at, kind, actor, reason }) => (
          <li key={`${at} ${kind}`}>
            <div className="app-grow">
              <span className="app-strong">{kind.replaceAll('_', ' ')}</span>{' '}
              <span className="app-muted">by {actor}</span>
              <div className="app-small">{reason}</div>
            </div>
            <span className="app-muted app-small">
              <RelativeTime iso={at} />
            </span>
          </li>
        ))}
        {events.length === 0 && <li className="app-muted">Nothing has happened yet.</li>}
      </ol>
    </Panel>
  );
}

export function RolloutDetail({ rollout }: { rollout: RolloutView }) {
  return (
    <div className="app-stack">
      <Panel title={isOpen(rollout) ? 'Next step, and why not yet' : 'How it ended'}>
        <div className="app-stack">
          <p>{rollout.decision || 'Not judged yet: the controller has not looked.'}</p>
          {(rollout.strategy === 'canary' || rollout.strategy === 'blue-green') && <Steps rollout={rollout} />}
          {isOpen(rollout) && <RolloutActions rollout={rollout} />}
        </div>
      </Panel>
      <RolloutMetrics rollout={rollout} />
      <div className="app-cols">
        <div className="app-stack">
          {rollout.strategy === 'ab' && <RolloutArms rollout={rollout} />}
          <Traffic rollout={rollout} />
        </div>
        <Timeline events={rollout.events} />
      </div>
    </div>
  );
}
