import type { FairnessView } from '@plumbline/contracts';
import { formatAbsolute, formatDecimal, LineChart, Panel, StateMessage, VerdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { fairnessQuery } from '../../api/queries';
import { Explain } from '../../shared/explain';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { FairnessGroups } from './fairness-groups';
import { FairnessMeasures } from './fairness-measures';
import { trendOf, worstIntersections } from './fairness-words';

type Attribute = FairnessView['attributes'][number];

function suppressedText({ groups }: Attribute, minimumGroup: number): string | null {
  const names = groups.filter(({ state }) => state === 'suppressed').map(({ group }) => group);
  if (names.length === 0) return null;
  return `Not shown: ${names.join(', ')}. Fewer than ${minimumGroup} rows would show noise, and single people.`;
}

function Trend({ attribute, view }: { attribute: Attribute; view: FairnessView }) {
  const { series, points } = trendOf(view.history, attribute.attribute);
  if (points.length < 2 || series.length === 0) return null;
  return (
    <LineChart
      id={`fairness-${attribute.attribute}`}
      title="Ratio to the group selected most, by check"
      summary={`${points.length} checks; the groups that do worst now. A line below the limit alarms only when its whole interval is.`}
      series={series}
      points={points}
      format={(value) => formatDecimal(value, 2)}
      lines={[{ at: view.limit, label: `limit ${view.limit}` }]}
    />
  );
}

function AttributePanel({ attribute, view }: { attribute: Attribute; view: FairnessView }) {
  const suppressed = suppressedText(attribute, view.minimumGroup);
  return (
    <Panel
      title={attribute.attribute}
      aside={
        <VerdictWord
          verdict={attribute.verdict}
          word={
            attribute.verdict === 'within'
              ? 'Within every limit'
              : attribute.verdict === 'violated'
                ? 'Beyond a limit'
                : undefined
          }
        />
      }
    >
      <div className="app-stack">
        <FairnessGroups
          caption={`Groups of ${attribute.attribute} with their rates`}
          groups={attribute.groups}
          limit={view.limit}
          minimumGroup={view.minimumGroup}
        />
        {suppressed && <p className="app-muted">{suppressed}</p>}
        <FairnessMeasures attribute={attribute} />
        <Trend attribute={attribute} view={view} />
      </div>
    </Panel>
  );
}

/** All pairs of attributes together: what is unfair there can be fair in each attribute alone. */
function Intersections({ view }: { view: FairnessView }) {
  const crossed = view.attributes.filter(({ kind }) => kind === 'intersection');
  if (crossed.length === 0) return null;
  const { shown, hidden } = worstIntersections(view.attributes);
  const violated = crossed.filter(({ verdict }) => verdict === 'violated').map(({ attribute }) => attribute);
  return (
    <Panel
      title="Intersections"
      note="The groups selected least where two attributes meet; what is unfair there can be fair in each attribute alone."
      aside={violated.length > 0 && <VerdictWord verdict="violated" word={`Beyond a limit: ${violated.join(', ')}`} />}
    >
      <div className="app-stack">
        <FairnessGroups
          caption="Intersections with the smallest ratios"
          groups={shown}
          limit={view.limit}
          minimumGroup={view.minimumGroup}
        />
        {hidden > 0 && (
          <p className="app-muted">
            Not shown, with fewer than {view.minimumGroup} rows: {hidden}.
          </p>
        )}
      </div>
    </Panel>
  );
}

function Meaning({ limit }: { limit: number }) {
  return (
    <Explain question="What do these figures mean, and when do they mislead?">
      <p>
        The selection rate is the share of a group that the model decides positively. The ratio compares it with the
        group that is selected most; the four-fifths rule of thumb, 0.8, is a reason to look, not a law of statistics.
        The limit here is {limit}. A group is called below the limit only when its whole interval is, and intervals are
        wide enough that fair decisions alarm in at most 5 of 100 checks, over all groups and measures together.
      </p>
      <p>
        TPR and FPR are the true-positive and false-positive rates, over known outcomes; ECE is the expected calibration
        error, how far scores are from the share of outcomes, best 0.
      </p>
      <p>
        A rate of nobody has no value: without positive outcomes there is no true-positive rate, and the group is left
        out by name instead of counting as 0. Further limits are set in the monitor policy, under <code>fairness</code>.
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
          {view.attributes
            .filter(({ kind }) => kind === 'attribute')
            .map((attribute) => (
              <AttributePanel key={attribute.attribute} attribute={attribute} view={view} />
            ))}
          <Intersections view={view} />
        </div>
      )}
    </Loaded>
  );
}
