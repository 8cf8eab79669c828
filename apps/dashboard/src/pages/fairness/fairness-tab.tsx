import type { FairnessView } from '@plumbline/contracts';
import { formatAbsolute, Panel, StateMessage, VerdictWord, estimateText } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { fairnessQuery } from '../../api/queries';
import { Explain } from '../../shared/explain';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { FairnessGroups } from './fairness-groups';

type Attribute = FairnessView['attributes'][number];

const MEASURES: readonly { key: keyof Attribute & string; label: string; unit: string }[] = [
  { key: 'disparateImpact', label: 'Smallest ratio of selection rates', unit: 'best 1' },
  { key: 'demographicParityDifference', label: 'Largest difference of selection rates', unit: 'best 0' },
  { key: 'equalOpportunityDifference', label: 'Largest difference of true-positive rates', unit: 'best 0' },
];

function Measures({ attribute }: { attribute: Attribute }) {
  return (
    <dl className="app-facts">
      {MEASURES.map(({ key, label, unit }) => {
        const value = attribute[key];
        const known = typeof value === 'object' && value !== null && 'estimate' in value;
        return (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>
              {known ? estimateText(value) : 'not enough data'} <span className="app-muted">({unit})</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function suppressedText({ groups }: Attribute, minimumGroup: number): string | null {
  const names = groups.filter(({ state }) => state === 'suppressed').map(({ group }) => group);
  if (names.length === 0) return null;
  return `Not shown: ${names.join(', ')}. Fewer than ${minimumGroup} rows would show noise, and single people.`;
}

function AttributePanel({ attribute, view }: { attribute: Attribute; view: FairnessView }) {
  const suppressed = suppressedText(attribute, view.minimumGroup);
  return (
    <Panel
      title={attribute.attribute}
      aside={
        <VerdictWord
          verdict={attribute.verdict}
          word={attribute.verdict === 'within' ? `All ratios above ${view.limit}` : undefined}
        />
      }
    >
      <div className="app-stack">
        <FairnessGroups attribute={attribute} limit={view.limit} />
        {suppressed && <p className="app-muted">{suppressed}</p>}
        <Measures attribute={attribute} />
      </div>
    </Panel>
  );
}

function Meaning({ limit }: { limit: number }) {
  return (
    <Explain question="What do these figures mean, and when do they mislead?">
      <p>
        The selection rate is the share of a group that the model decides positively. The ratio compares it with the
        group that is selected most; {limit} is the four-fifths rule of thumb, a reason to look, not a law of
        statistics. A group is called below the limit only when its whole interval is.
      </p>
      <p>
        It misleads when groups really differ in the outcome: equal selection then means unequal error rates, which the
        true-positive and false-positive rates show. These aims conflict in general; no single figure says that a model
        is fair.
      </p>
      <p>Late labels bias the error rates towards outcomes that become known early.</p>
    </Explain>
  );
}

function NoFairness({ model }: { model: string }) {
  return (
    <StateMessage
      kind="not_monitored"
      title="No protected attribute is watched"
      commands={[`npx plumbline push model.onnx --name ${model} --protected age_band,sex`]}
    >
      Name the protected attributes when pushing a version. They are used for monitoring only, never as model input
      unless they are features. After that the first closed window shows them.
    </StateMessage>
  );
}

export function FairnessTab() {
  const model = useModelName();
  const fairness = useQuery(fairnessQuery(model));
  return (
    <Loaded
      query={fairness}
      heightPx={420}
      empty={({ attributes }) => (attributes.length === 0 ? <NoFairness model={model} /> : null)}
    >
      {(view) => (
        <div className="app-stack">
          <div className="app-stack" style={{ gap: 6 }}>
            {view.from && view.to && (
              <span className="app-muted">
                Predictions from {formatAbsolute(view.from).split(' local')[0]} to{' '}
                {formatAbsolute(view.to).split(' local')[0]}
              </span>
            )}
            <Meaning limit={view.limit} />
          </div>
          {view.attributes.map((attribute) => (
            <AttributePanel key={attribute.attribute} attribute={attribute} view={view} />
          ))}
        </div>
      )}
    </Loaded>
  );
}
