import { Skeleton, StateMessage, StatusWord } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { ApiError } from '../../api/api-error';
import { modelQuery } from '../../api/queries';
import { Loaded } from '../../shared/loaded';
import { PageTitle } from '../../shared/page-title';
import { shellWord } from '../../shared/shell-word';
import { SimulatedBadge } from '../../shared/serving';
import { ApprovalBanner } from './approval-banner';
import { useModelName } from './use-model';

const TABS = [
  { to: '/models/$model', label: 'Summary' },
  { to: '/models/$model/versions', label: 'Versions' },
  { to: '/models/$model/rollouts', label: 'Rollouts' },
  { to: '/models/$model/drift', label: 'Drift' },
  { to: '/models/$model/performance', label: 'Performance' },
  { to: '/models/$model/fairness', label: 'Fairness' },
  { to: '/models/$model/impact', label: 'Impact' },
  { to: '/models/$model/predictions', label: 'Predictions' },
  { to: '/models/$model/retraining', label: 'Retraining' },
] as const;

function Tabs({ model }: { model: string }) {
  return (
    <nav className="app-tabs" aria-label={`Parts of ${model}`}>
      {TABS.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ model }}
          activeOptions={{ exact: to === '/models/$model', includeSearch: false }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

export function ModelLayout() {
  const name = useModelName();
  const model = useQuery(modelQuery(name));
  if (model.error instanceof ApiError && model.error.status === 404 && !model.data)
    return (
      <>
        <PageTitle title={name} />
        <StateMessage
          kind="empty"
          title={`There is no model ${name}`}
          commands={[`npx plumbline push model.onnx --name ${shellWord(name)}`]}
        >
          Look for it on the <Link to="/">overview</Link>, or push its first version:
        </StateMessage>
      </>
    );
  return (
    <>
      <PageTitle
        title={name}
        beside={
          model.data && (
            <>
              <StatusWord status={model.data.status} />
              <span className="app-muted">{model.data.statusReason}</span>
              {model.data.simulated && <SimulatedBadge />}
            </>
          )
        }
      />
      <ApprovalBanner name={name} />
      <Tabs model={name} />
      <Loaded query={model} heightPx={320}>
        {() => (
          <Suspense fallback={<Skeleton heightPx={320} />}>
            <Outlet />
          </Suspense>
        )}
      </Loaded>
    </>
  );
}
