import type { DriftReportView, DriftView } from '@plumbline/contracts';
import { formatAbsolute, formatInteger, Panel, StateMessage, VerdictWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { driftQuery } from '../../api/queries';
import { Explain } from '../../shared/explain';
import { Loaded } from '../../shared/loaded';
import { useModelName } from '../model/use-model';
import { DriftHeatMap } from './drift-heat-map';
import { FeatureDrift } from './feature-drift';

const TOP_FIRST = (report: DriftReportView) =>
  [...report.features].sort((a, b) => (b.effect ?? -1) - (a.effect ?? -1))[0]?.feature;

const courseOf = (history: DriftView['history'], name: string) =>
  history.map(({ features }) => features.find(({ feature }) => feature === name)?.effect ?? null);

function WhyNoThreshold({ alpha }: { alpha: number }) {
  return (
    <Explain question="Why is there no fixed threshold such as PSI > 0.2?">
      <p>
        With few rows such a measure is large by chance, with many a difference that matters to nobody exceeds any
        p-value. So a feature drifts only when both hold: its test rejects at {alpha} after correction for testing many
        features (the adjusted p-value), and the effect is at least the minimum effect of the policy. Too few rows give
        neither answer, but "not enough evidence". PSI and other measures are shown beside, for those who know them.
      </p>
      <p>Drift of the inputs is no loss of quality by itself: look at the performance tab, too.</p>
    </Explain>
  );
}

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
      {({ latest, history }) => {
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
          </div>
        );
      }}
    </Loaded>
  );
}
