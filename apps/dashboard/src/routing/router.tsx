import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { AppShell } from '../shell/app-shell';
import { NotFoundPage } from '../shell/not-found-page';
import {
  alertsSearch,
  approvalsSearch,
  auditSearch,
  deadLettersSearch,
  driftSearch,
  loginSearch,
  overviewSearch,
  predictionsSearch,
  rootSearch,
  runsSearch,
  summarySearch,
  tokensSearch,
  webhooksSearch,
} from './search';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  validateSearch: rootSearch,
  notFoundComponent: NotFoundPage,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: loginSearch,
  component: lazyRouteComponent(() => import('../pages/login/login-page'), 'LoginPage'),
});
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: AppShell });

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('../pages/overview/overview-page'), 'OverviewPage'),
});
const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: alertsSearch,
  component: lazyRouteComponent(() => import('../pages/alerts/alerts-page'), 'AlertsPage'),
});
const deadLetters = createRoute({
  getParentRoute: () => shell,
  path: '/dead-letters',
  validateSearch: deadLettersSearch,
  component: lazyRouteComponent(() => import('../pages/dead-letters/dead-letters-page'), 'DeadLettersPage'),
});
const alert = createRoute({
  getParentRoute: () => shell,
  path: '/alerts/$alertId',
  component: lazyRouteComponent(() => import('../pages/alerts/alert-page'), 'AlertPage'),
});
const webhooks = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks',
  validateSearch: webhooksSearch,
  component: lazyRouteComponent(() => import('../pages/webhooks/webhooks-page'), 'WebhooksPage'),
});
const retraining = createRoute({
  getParentRoute: () => shell,
  path: '/retraining',
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import('../pages/retraining/retraining-page'), 'RetrainingPage'),
});
const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../pages/audit/audit-page'), 'AuditPage'),
});

const approvals = createRoute({
  getParentRoute: () => shell,
  path: '/approvals',
  validateSearch: approvalsSearch,
  component: lazyRouteComponent(() => import('../pages/approvals/approvals-page'), 'ApprovalsPage'),
});
const access = createRoute({
  getParentRoute: () => shell,
  path: '/access',
  validateSearch: tokensSearch,
  component: lazyRouteComponent(() => import('../pages/access/access-page'), 'AccessPage'),
});

const model = createRoute({
  getParentRoute: () => shell,
  path: '/models/$model',
  component: lazyRouteComponent(() => import('../pages/model/model-layout'), 'ModelLayout'),
});
const summary = createRoute({
  getParentRoute: () => model,
  path: '/',
  validateSearch: summarySearch,
  component: lazyRouteComponent(() => import('../pages/model/summary-tab'), 'SummaryTab'),
});
const versions = createRoute({
  getParentRoute: () => model,
  path: '/versions',
  component: lazyRouteComponent(() => import('../pages/model/versions-tab'), 'VersionsTab'),
});
const version = createRoute({
  getParentRoute: () => model,
  path: '/versions/$version',
  component: lazyRouteComponent(() => import('../pages/version/version-page'), 'VersionPage'),
});
const rollouts = createRoute({
  getParentRoute: () => model,
  path: '/rollouts',
  component: lazyRouteComponent(() => import('../pages/rollouts/rollouts-tab'), 'RolloutsTab'),
});
const rollout = createRoute({
  getParentRoute: () => model,
  path: '/rollouts/$rolloutId',
  component: lazyRouteComponent(() => import('../pages/rollouts/rollout-page'), 'RolloutPage'),
});
const drift = createRoute({
  getParentRoute: () => model,
  path: '/drift',
  validateSearch: driftSearch,
  component: lazyRouteComponent(() => import('../pages/drift/drift-tab'), 'DriftTab'),
});
const performance = createRoute({
  getParentRoute: () => model,
  path: '/performance',
  component: lazyRouteComponent(() => import('../pages/performance/performance-tab'), 'PerformanceTab'),
});
const fairness = createRoute({
  getParentRoute: () => model,
  path: '/fairness',
  component: lazyRouteComponent(() => import('../pages/fairness/fairness-tab'), 'FairnessTab'),
});
const impact = createRoute({
  getParentRoute: () => model,
  path: '/impact',
  component: lazyRouteComponent(() => import('../pages/impact/impact-tab'), 'ImpactTab'),
});
const predictions = createRoute({
  getParentRoute: () => model,
  path: '/predictions',
  validateSearch: predictionsSearch,
  component: lazyRouteComponent(() => import('../pages/predictions/predictions-tab'), 'PredictionsTab'),
});
const prediction = createRoute({
  getParentRoute: () => model,
  path: '/predictions/$predictionId',
  component: lazyRouteComponent(() => import('../pages/predictions/prediction-page'), 'PredictionPage'),
});
const modelRuns = createRoute({
  getParentRoute: () => model,
  path: '/retraining',
  component: lazyRouteComponent(() => import('../pages/retraining/model-retraining-tab'), 'ModelRetrainingTab'),
});
const modelRun = createRoute({
  getParentRoute: () => model,
  path: '/retraining/$runId',
  component: lazyRouteComponent(() => import('../pages/retraining/run-page'), 'RunPage'),
});

const pages = [overview, alert, webhooks, alerts, deadLetters, approvals, retraining, audit, access] as const;
const tabs = [summary, versions, version, rollouts, rollout, drift, performance, fairness, impact] as const;
const details = [predictions, prediction, modelRuns, modelRun] as const;
const tree = root.addChildren([login, shell.addChildren([...pages, model.addChildren([...tabs, ...details])])]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
  });
}
