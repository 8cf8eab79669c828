import type { ImpactView } from '@plumbline/contracts';
import { formatAbsolute, formatPercent, LineChart, Panel, StateMessage } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { impactQuery } from '../../api/queries';
import { Explain } from '../../shared/explain';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { ArmsTable, CellsTable, EffectsTable, VersionsTable } from './impact-tables';
import { bookedPoints, liftText, money, policyCommands, VALUE_SERIES, valuePoints } from './impact-words';

const TITLES = {
  no_holdout: 'The effect can not be known',
  no_data: 'No outcome yet',
  mismatch: 'The groups can not be compared',
  not_enough_evidence: 'Not enough evidence yet',
} as const;

function NotConfigured({ view }: { view: ImpactView }) {
  return (
    <StateMessage kind="not_monitored" title="No impact policy yet" commands={policyCommands(view.model)}>
      {view.reason} A share of the subjects is then held out at random: they are scored and recorded, and the answer
      tells the caller to do what it would do without a model. Only the difference between the two is what the model
      earns.
    </StateMessage>
  );
}

/** What stands in the way of a verdict, and what to do about it. */
function Standing({ view }: { view: ImpactView }) {
  const title = view.state in TITLES ? TITLES[view.state as keyof typeof TITLES] : null;
  return (
    <>
      {title === null ? (
        <p>{view.reason}</p>
      ) : (
        <StateMessage
          kind="not_enough_data"
          title={title}
          commands={view.state === 'no_holdout' ? policyCommands(view.model) : []}
        >
          {view.reason}
        </StateMessage>
      )}
      {view.warnings.map((warning) => (
        <p key={warning} role="note">
          {warning}
        </p>
      ))}
    </>
  );
}

function Meaning({ view: { policy, sampleRatio, mixedSubjects } }: { view: ImpactView }) {
  return (
    <Explain question="How is this measured, and when does it mislead?">
      <p>
        Each subject counts once, with the worth of all its predictions. Treated subjects get the action that the model
        decides on; held-out ones get none, whatever it decides. Chance alone divides them, so the difference of the two
        is the effect of acting on the model.
      </p>
      <p>
        The interval for any number of looks may be watched every day, and verdicts go by it; the one for one look is
        narrower, and right only if this is the only time that anybody looks.
      </p>
      {sampleRatio && policy && (
        <p>
          Held out are {formatPercent(sampleRatio.observedPercent)} of the subjects; the policy says{' '}
          {formatPercent(sampleRatio.expectedPercent)}.
          {mixedSubjects > 0 && ` ${mixedSubjects} subjects were in both groups and are compared with nobody.`}
        </p>
      )}
      <p>
        It misleads when callers act on held-out subjects all the same, or when one subject’s treatment changes
        another’s outcome.
      </p>
    </Explain>
  );
}

function ValueCharts({ view }: { view: ImpactView }) {
  const points = valuePoints(view.series).filter(({ values }) => values['estimate'] !== null);
  const last = view.series.at(-1);
  return (
    <div className="app-cols">
      {points.length > 0 && (
        <LineChart
          id="impact-value"
          title={`Value a subject, treated less held out (${view.policy?.currency ?? ''})`}
          summary="All subjects met until then; the interval holds at every point at once."
          series={VALUE_SERIES}
          points={points}
          format={money}
          lines={[{ at: 0, label: 'no difference' }]}
        />
      )}
      <LineChart
        id="impact-booked"
        title={`Value booked by treated subjects (${view.policy?.currency ?? ''})`}
        summary={`${money(last?.bookedValue ?? 0)} in all. Part of it would have come without the model.`}
        series={[{ key: 'booked', label: 'booked' }]}
        points={bookedPoints(view.series)}
        format={money}
      />
    </div>
  );
}

function Found({ view }: { view: ImpactView }) {
  return (
    <div className="app-stack">
      <div className="app-stack" style={{ gap: 6 }}>
        {view.from && view.to && (
          <span className="app-muted">
            Predictions from {formatAbsolute(view.from).split(' local')[0]} to{' '}
            {formatAbsolute(view.to).split(' local')[0]}
          </span>
        )}
        <Standing view={view} />
        <Meaning view={view} />
      </div>
      {view.effects && view.policy && (
        <Panel title="What acting on the model changes" note="Above 0 is better in every row.">
          <EffectsTable effects={view.effects} policy={view.policy} />
          {liftText(view.effects, view.policy) && <p>{liftText(view.effects, view.policy)}</p>}
        </Panel>
      )}
      {view.series.length > 0 && (
        <Panel title="Over time">
          <ValueCharts view={view} />
        </Panel>
      )}
      {view.arms && (
        <Panel title="Treated and held out">
          <ArmsTable arms={view.arms} />
        </Panel>
      )}
      {view.cells.length > 0 && (
        <Panel title="Outcome cells">
          <CellsTable cells={view.cells} />
        </Panel>
      )}
      {view.versions.length > 0 && (
        <Panel title="By version" note="What a version booked is not what it caused: only the gain is.">
          <VersionsTable versions={view.versions} />
        </Panel>
      )}
    </div>
  );
}

export function ImpactTab() {
  const model = useModelName();
  const impact = useQuery(impactQuery(model));
  return (
    <Loaded
      query={impact}
      heightPx={420}
      empty={(view) => {
        if (view.state === 'not_configured') return <NotConfigured view={view} />;
        if (view.state !== 'not_binary') return null;
        return (
          <StateMessage kind="not_monitored" title="Not for this model">
            {view.reason}
          </StateMessage>
        );
      }}
    >
      {(view) => <Found view={view} />}
    </Loaded>
  );
}
