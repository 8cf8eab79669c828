import type { DriftReportView, DriftView } from '@plumbline/contracts';
import { formatAbsolute, formatInteger, Panel, StateMessage, VerdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { driftQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { AttributionDrift } from './attribution-drift';
import { DataQuality } from './data-quality';
import { DriftHeatMap } from './drift-heat-map';
import { ErrorStreams } from './error-streams';
import { FeatureDrift } from './feature-drift';
import { JointDrift } from './joint-drift';
import { WhyNoThreshold } from './why-no-threshold';

const TOP_FIRST = (report: DriftReportView) =>
  [...report.features].sort((a, b) => (b.effect ?? -1) - (a.effect ?? -1))[0]?.feature;

const courseOf = (history: DriftView['history'], name: string) =>
  history.map(({ features }) => features.find(({ feature }) => feature === name)?.effect ?? null);

function Verdict({ report }: { report: DriftReportView }) {
  const { verdict, share, rows, version, from, to, alpha } = report;
  return (
    <Panel title="Latest check">
      <div className="app-stack" style={{ gap: 8 }}>
        <div className="app-title" style={{ gap: 10 }}>
          <VerdictWord verdict={verdict} />
          <span>
            {share.drifted} of {share.tested} features drifted; v{version}, {formatInteger(rows.current)} rows now
            against {formatInteger(rows.reference)} of the reference
          </span>
        </div>
        <span className="app-muted app-small">
          from {formatAbsolute(from).split(' local')[0]} to {formatAbsolute(to).split(' local')[0]} (event time)
        </span>
        <WhyNoThreshold alpha={alpha} />
      </div>
    </Panel>
  );
}

function NoCheck({ view, model }: { view: DriftView; model: string }) {
  return view.history.length > 0 ? null : (
    <StateMessage
      kind="not_enough_data"
      title="No drift check yet"
      commands={[`npx plumbline replay ${model} rows.csv --label LABEL --order row`]}
    >
      The first check runs when enough windows are closed. The version also needs reference data: push it with
      --reference.
    </StateMessage>
  );
}

export function DriftTab() {
  const model = useModelName();
  const drift = useQuery(driftQuery(model));
  const { feature } = useSearch({ from: '/shell/models/$model/drift' });
  const navigate = useNavigate({ from: '/models/$model/drift' });
  const select = (chosen: string) =>
    void navigate({ search: (previous) => ({ ...previous, feature: chosen }), replace: true, resetScroll: false });
  return (
    <Loaded
      query={drift}
      heightPx={480}
      empty={(view) => (view.latest === null ? <NoCheck view={view} model={model} /> : null)}
    >
      {({ latest, history, streams }) => {
        const selected = feature ?? (latest ? TOP_FIRST(latest) : undefined);
        const shown = latest?.features.find((one) => one.feature === selected);
        return (
          <div className="app-stack">
            {latest && <Verdict report={latest} />}
            <DriftHeatMap history={history} latest={latest} selected={selected} onSelect={select} />
            {shown && latest && (
              <FeatureDrift
                key={shown.feature}
                feature={shown}
                report={latest}
                course={courseOf(history, shown.feature)}
              />
            )}
            {latest?.joint && <JointDrift joint={latest.joint} alpha={latest.alpha} />}
            {latest?.attribution && <AttributionDrift attribution={latest.attribution} />}
            <ErrorStreams streams={streams} />
            <DataQuality model={model} />
          </div>
        );
      }}
    </Loaded>
  );
}
