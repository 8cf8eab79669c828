import type { JointDriftView } from '@plumbline/contracts';
import { formatDecimal, formatPValue, formatShare, Panel, VerdictWord } from '@plumbline/ui';
import { Explain } from '../../shared/explain';

/** Do the features still go together as in the reference? */
export function JointDrift({ joint, alpha }: { joint: JointDriftView; alpha: number }) {
  const { verdict, adjustedPValue, effect, features, components, meanError, alone } = joint;
  return (
    <Panel title="The features together" aside={`${features} features`}>
      <dl className="app-facts">
        <dt>Verdict</dt>
        <dd>
          <VerdictWord verdict={verdict} />
          {alone && ' while no feature drifts alone: they no longer go together as they did'}
        </dd>
        <dt>Adjusted p-value</dt>
        <dd>
          {formatPValue(adjustedPValue)} <span className="app-muted">against {alpha}</span>
        </dd>
        <dt>Effect</dt>
        <dd>{formatDecimal(effect)}</dd>
        <dt>Mean error</dt>
        <dd>
          {formatDecimal(meanError.reference)} in the reference, {formatDecimal(meanError.current)} now
        </dd>
      </dl>
      <Explain question="What is measured here?">
        <p>
          Principal components of the reference keep {formatShare(components.explainedVariance, 0)} of how its rows
          vary. What they lose of a row is its reconstruction error, along {components.lost} directions in which the
          reference hardly varies. Rows that go together in another way, such as a correlation that turned round, have
          larger errors although every feature alone looks as before. The errors are compared like a feature, by the
          same test, and are corrected together with all others.
        </p>
      </Explain>
    </Panel>
  );
}
